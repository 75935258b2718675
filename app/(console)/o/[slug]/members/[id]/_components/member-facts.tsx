import { getTranslations } from "next-intl/server";
import type { Member } from "#lib/tenants/list-members.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { WholeTime } from "../../../../../../_ui/whole-time.tsx";

/** What anybody who may look sees of a member. */
export async function MemberFacts({ member }: { member: Member }) {
  const t = await getTranslations("members");
  const ui = await getTranslations("ui.roles");
  const { role, status, signIn, joinedAt, lastActiveAt, connections } = member;
  return (
    <Card title={t("person.facts")}>
      <KeyValue
        items={[
          {
            key: t("filters.status"),
            value: <StatusDot tone={status === "active" ? "ok" : "warn"}>{t(`status.${status}`)}</StatusDot>,
          },
          { key: t("columns.role"), value: `${ui(role)}: ${t(`roles.${role}`)}` },
          { key: t("columns.signIn"), value: t(`signIn.${signIn ?? "none"}`) },
          { key: t("person.joined"), value: <WholeTime at={joinedAt} /> },
          {
            key: t("columns.active"),
            value: lastActiveAt ? <WholeTime at={lastActiveAt} /> : t("never"),
          },
          { key: t("columns.connections"), value: connections },
        ]}
      />
    </Card>
  );
}
