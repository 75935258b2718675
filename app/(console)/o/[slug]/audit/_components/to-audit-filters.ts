import { getTranslations } from "next-intl/server";
import { AUDIT_ACTIONS, AUDIT_OUTCOMES, AUDIT_SOURCES, listSubjects } from "#lib/audit/schema.ts";
import type { Filter } from "../../../../../_ui/filter-bar.tsx";
import { toRangeFilter } from "../../../../_components/to-range-filter.ts";
import type { ReadFilter } from "../read-filter.ts";

/** What the log can be looked for by. Actions stand under what they are done to, which can be chosen as a whole. */
export async function toAuditFilters({ values, asked }: ReadFilter): Promise<Filter[]> {
  const t = await getTranslations("audit");
  const actions = listSubjects().flatMap((subject) => [
    { value: subject, label: t(`subjects.${subject}`) },
    ...AUDIT_ACTIONS.filter((action) => action.startsWith(`${subject}.`)).map((action) => ({
      value: action,
      label: t("filters.option", { subject: t(`subjects.${subject}`), action: t(`actions.${action}`) }),
    })),
  ]);
  return [
    { name: "who", label: t("filters.who"), value: values["who"] },
    { name: "action", label: t("filters.action"), value: values["action"], options: actions },
    { name: "target", label: t("filters.target"), value: values["target"] },
    {
      name: "source",
      label: t("filters.source"),
      value: values["source"],
      options: AUDIT_SOURCES.map((source) => ({ value: source, label: t(`sources.${source}`) })),
    },
    {
      name: "outcome",
      label: t("filters.outcome"),
      value: values["outcome"],
      options: AUDIT_OUTCOMES.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) })),
    },
    await toRangeFilter(asked),
  ];
}
