import { getFormatter, getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { listAdmins } from "#lib/tenants/list-admins.ts";

/** Who hears of the request. */
export async function Notified({ member }: { member: MemberActor }) {
  const [t, format, admins] = await Promise.all([
    getTranslations("ask"),
    getFormatter(),
    listAdmins(member, {}),
  ]);
  const people = format.list(admins.map(({ name }) => name));
  return (
    <div className="grid gap-1 wrap-anywhere text-muted">
      <p>
        {admins.length > 0
          ? t.rich("notified", { people: () => <bdi className="text-ink">{people}</bdi> })
          : t.rich("nobody", { organisation: () => <bdi>{member.tenantName}</bdi> })}
      </p>
      {can(member.role, "client-policy:write") && <p>{t("own")}</p>}
    </div>
  );
}
