import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { getTenant } from "#lib/tenants/get-tenant.ts";
import { getKeyAccess, type KeyAccess } from "#lib/upstreams/get-key-access.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { CopyField } from "../../../../../../_ui/copy-field.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { KeyAccessForms } from "./key-access-forms.tsx";

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
      {mayChange && access.canBeAllowed && (
        <KeyAccessForms
          hidden={{ slug: actor.tenantSlug, id, seen: access.seen }}
          access={access}
          roles={ROLES.slice(ROLES.indexOf(actor.role))}
        />
      )}
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
