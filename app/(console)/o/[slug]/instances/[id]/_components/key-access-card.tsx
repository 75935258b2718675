import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { getTenant } from "#lib/tenants/get-tenant.ts";
import { getKeyAccess, type KeyAccess } from "#lib/upstreams/get-key-access.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../_ui/confirm-dialog.tsx";
import { CopyField } from "../../../../../../_ui/copy-field.tsx";
import { Field } from "../../../../../../_ui/field.tsx";
import { Select } from "../../../../../../_ui/select.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { setKeys } from "../../actions.ts";

type KeyAccessCardProps = { actor: MemberActor; id: string; mayChange: boolean };

/** Whether programs may go on with this instance's own keys, at the organisation's own address. */
export async function KeyAccessCard({ actor, id, mayChange }: KeyAccessCardProps) {
  const t = await getTranslations("instances.keyAccess");
  const access = await getKeyAccess(actor, { id });
  return (
    <Card title={t("title")}>
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      <div className="grid gap-1">
        <StatusDot tone={access.isAllowed ? "ok" : "neutral"}>
          {t(access.isAllowed ? "allowed" : "off")}
        </StatusDot>
        <p className="max-w-[72ch] text-muted">
          <Described access={access} />
        </p>
      </div>
      {access.isAllowed && <CopyField label={t("address")} value={await findOwnAddress(actor)} />}
      {mayChange && access.canBeAllowed && <KeyAccessForm actor={actor} id={id} access={access} />}
    </Card>
  );
}

async function findOwnAddress(actor: MemberActor): Promise<string> {
  const { address } = await getTenant(actor, {});
  return `${getConfig().publicUrl}/api/mcp/${address}`;
}

async function Described({ access: { isAllowed, role, canBeAllowed, other } }: { access: KeyAccess }) {
  const t = await getTranslations("instances.keyAccess");
  if (isAllowed) return <>{role === null ? t("membersOnly") : t("othersToo", { role })}</>;
  if (!canBeAllowed) return <>{t("noBackend")}</>;
  return <>{other === null ? t("none") : t.rich("elsewhere", { other: () => <bdi>{other}</bdi> })}</>;
}

type KeyAccessFormProps = Omit<KeyAccessCardProps, "mayChange"> & { access: KeyAccess };

async function KeyAccessForm({ actor, id, access }: KeyAccessFormProps) {
  const t = await getTranslations("instances.keyAccess");
  const options = [
    { value: "", label: t("refuse") },
    ...ROLES.slice(ROLES.indexOf(actor.role)).map((role) => ({ value: role, label: t("actAs", { role }) })),
  ];
  return (
    <>
      <form action={setKeys} className="grid max-w-[640px] gap-4">
        <Hidden slug={actor.tenantSlug} id={id} to="on" />
        <Field id="keyRole" label={t("role")} hint={t("roleHint")}>
          {({ required: _required, ...control }) => (
            <Select {...control} name="role" defaultValue={access.role ?? ""} options={options} />
          )}
        </Field>
        <div>
          <SubmitButton tone="secondary">{t(access.isAllowed ? "save" : "allow")}</SubmitButton>
        </div>
      </form>
      {access.isAllowed && (
        <form action={setKeys}>
          <Hidden slug={actor.tenantSlug} id={id} to="off" />
          <ConfirmDialog
            title={t("stopQuestion")}
            description={<p>{t("stopText")}</p>}
            confirmLabel={t("stop")}
          >
            {t("stop")}
          </ConfirmDialog>
        </form>
      )}
    </>
  );
}

function Hidden({ slug, id, to }: { slug: string; id: string; to: "on" | "off" }) {
  return (
    <>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="to" value={to} />
    </>
  );
}
