import { getTranslations } from "next-intl/server";
import { getAppSettings } from "#lib/grants/get-app-settings.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { Disclosure } from "../../../../../_ui/disclosure.tsx";
import { NotAllowed } from "../../../../_components/not-allowed.tsx";
import { AddForm } from "./add-form.tsx";
import { RuleForm } from "./rule-form.tsx";

/** Who may connect apps nothing was decided about, and the way to decide about one that nobody connected yet. */
export async function RuleCard({ actor }: { actor: MemberActor }) {
  const [t, { policy, version }] = await Promise.all([getTranslations("apps"), getAppSettings(actor, {})]);
  const mayWrite = can(actor.role, "client-policy:write");
  const { tenantSlug: slug } = actor;
  return (
    <div id="rule" className="mt-6 grid scroll-mt-20 gap-6">
      <Card title={t("rule.title")}>
        {mayWrite ? (
          <ClientMessages namespaces={["apps"]}>
            <RuleForm slug={slug} policy={policy} version={version} />
          </ClientMessages>
        ) : (
          <div className="grid max-w-[72ch] gap-1">
            <p className="font-medium">{t(`rule.${policy}`)}</p>
            <p className="text-muted">{t(`rule.${policy}Text`)}</p>
          </div>
        )}
        <p className="max-w-[72ch] text-table text-muted">{t("rule.keys")}</p>
      </Card>
      <Card>
        {mayWrite ? (
          <Disclosure summary={t("add.title")}>
            <ClientMessages namespaces={["apps"]}>
              <AddForm slug={slug} />
            </ClientMessages>
          </Disclosure>
        ) : (
          <NotAllowed actor={actor} permission="client-policy:write" actions={[t("add.title")]} />
        )}
      </Card>
    </div>
  );
}
