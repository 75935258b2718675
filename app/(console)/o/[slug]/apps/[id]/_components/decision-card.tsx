import { getFormatter, getTranslations } from "next-intl/server";
import { ClientMessages } from "../../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import type { Found } from "./app-facts.tsx";
import { DecisionForm, type DecisionValues } from "./decision-form.tsx";

type DecisionCardProps = { id: string; slug: string; found: Found; mayWrite: boolean };

/** Whether people may connect the app, the most it may get, and where it may return to. */
export async function DecisionCard({ id, slug, found, mayWrite }: DecisionCardProps) {
  const [t, format] = await Promise.all([getTranslations("apps"), getFormatter()]);
  const values = toValues(found);
  const rule = t(`rule.${found.settings.policy}`);
  return (
    <Card title={t("app.decision")}>
      {mayWrite ? (
        <ClientMessages namespaces={["apps"]}>
          <DecisionForm id={id} slug={slug} values={values} rule={rule} />
        </ClientMessages>
      ) : (
        <KeyValue
          items={[
            { key: t("app.decisionLegend"), value: t(`app.decisions.${values.decision}`) },
            { key: t("app.effect"), value: t(`effects.${values.effectMax}`) },
            {
              key: t("app.places"),
              value:
                values.hosts.length === 0 ? (
                  t("app.anyHost")
                ) : (
                  <span className="font-mono break-all">{format.list(values.hosts, "any")}</span>
                ),
            },
          ]}
        />
      )}
    </Card>
  );
}

function toValues({ decision }: Found): DecisionValues {
  if (decision === null) return { decision: "rule", effectMax: "destructive", hosts: [], version: 0 };
  const { state, isListed, effectMax, hosts, version } = decision;
  const chosen = state === "asked" ? "asked" : isListed ? "allowed" : "rule";
  return { decision: chosen, effectMax, hosts, version };
}
