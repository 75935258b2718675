import { useTranslations } from "next-intl";
import { canExport } from "#lib/exports/policy.ts";
import type { ExportKind } from "#lib/exports/terms.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { ClientMessages } from "../../_messages/client-messages.tsx";
import { Card } from "../../_ui/card.tsx";
import { ExportForm } from "./export-form.tsx";

type ExportCardProps = {
  actor: MemberActor;
  /** What the list shows, and its filter as the kind's verb takes it. */
  kind: ExportKind;
  filter: Readonly<Record<string, unknown>>;
  timeZone: string;
};

/** On a list: a file of everything its filter finds. Nothing for a role that may not have one. */
export function ExportCard({ actor, kind, filter, timeZone }: ExportCardProps) {
  const t = useTranslations("exports.take");
  if (!can(actor.role, "export:write") || !canExport(actor.role, kind)) return null;
  return (
    <ClientMessages namespaces={["exports"]}>
      <Card title={t("title")}>
        <p>{t(`text.${kind}`)}</p>
        <ExportForm slug={actor.tenantSlug} kinds={[kind]} filter={filter} timeZone={timeZone} />
      </Card>
    </ClientMessages>
  );
}
