import { getTranslations } from "next-intl/server";
import { SIDE_MAX } from "#lib/platform/images/policy.ts";
import type { Settings } from "#lib/tenants/get-settings.ts";
import { LOGO_BYTES_MAX } from "#lib/tenants/policy.ts";
import { Button } from "../../../../../../../_ui/button.tsx";
import { Card } from "../../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../../_ui/confirm-dialog.tsx";
import { ErrorSummary } from "../../../../../../../_ui/error-summary.tsx";
import { Field } from "../../../../../../../_ui/field.tsx";
import { Input } from "../../../../../../../_ui/input.tsx";
import { OrganisationTile } from "../../../../../../../_ui/organisation-tile.tsx";
import { toLogoPath } from "../../../../../../../_ui/to-logo-path.ts";
import { ActionForm } from "../../../../../../_components/action-form.tsx";
import { takeLogoAway } from "../actions.ts";

const REFUSALS = ["missing", "bytes", "format", "animated", "pixels", "broken"] as const;
const LIMITS = { size: LOGO_BYTES_MAX / 1024, side: String(SIDE_MAX) };

type Tenant = Settings["tenant"];
type LogoCardProps = {
  tenant: Tenant;
  mayChange: boolean;
  /** What was wrong with the file before this page, by the address: only words of ours are shown. */
  refused: string | undefined;
};

/** The logo as members see it, and for who may change it a file to upload and a way to remove it. */
export async function LogoCard({ tenant, mayChange, refused }: LogoCardProps) {
  const t = await getTranslations("settings.general.logo");
  return (
    <Card title={t("title")}>
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      <div className="flex flex-wrap items-center gap-4">
        <OrganisationTile name={tenant.name} logo={toLogoPath(tenant)} size="large" />
        <p>{t(tenant.logoHash === null ? "none" : "set")}</p>
        {mayChange && tenant.logoHash !== null && <RemoveLogo slug={tenant.slug} hash={tenant.logoHash} />}
      </div>
      {mayChange && <UploadForm tenant={tenant} refused={refused} />}
    </Card>
  );
}

/** A plain form post, which a browser sends as it is: no action of ours takes so much in one piece. */
async function UploadForm({ tenant: { slug, logoHash }, refused }: Omit<LogoCardProps, "mayChange">) {
  const t = await getTranslations("settings.general.logo");
  const reason = REFUSALS.find((one) => one === refused);
  const error = reason && t(`refused.${reason}`, LIMITS);
  return (
    <form
      method="post"
      action={`/o/${slug}/logo`}
      encType="multipart/form-data"
      noValidate
      className="grid max-w-[640px] gap-6"
    >
      {error && <ErrorSummary errors={[{ fieldId: "logo", message: error }]} />}
      <Field id="logo" label={t("file")} hint={t("fileHint", LIMITS)} error={error}>
        {(control) => <Input {...control} type="file" name="logo" accept="image/png,image/jpeg,image/webp" />}
      </Field>
      <div>
        <Button type="submit" tone="primary">
          {t(logoHash === null ? "upload" : "replace")}
        </Button>
      </div>
    </form>
  );
}

async function RemoveLogo({ slug, hash }: { slug: string; hash: string }) {
  const t = await getTranslations("settings.general.logo");
  return (
    <ActionForm action={takeLogoAway} hidden={{ slug, hash }}>
      <ConfirmDialog
        title={t("removeTitle")}
        description={<p>{t("removeText")}</p>}
        confirmLabel={t("remove")}
        tone="secondary"
        size="dense"
      >
        {t("remove")}
      </ConfirmDialog>
    </ActionForm>
  );
}
