import { getTranslations } from "next-intl/server";
import type { PolicyRow } from "#lib/access/list-tool-policies.ts";
import { GROUPS } from "#lib/catalog/groups.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import type { Filter } from "../../../../../_ui/filter-bar.tsx";
import { EFFECTS, type ToolFilter } from "../select-tools.ts";

/** What tools can be looked for by: groups with tools, and instances where there are several. */
export async function toToolFilters(tools: readonly PolicyRow[], filter: ToolFilter): Promise<Filter[]> {
  const t = await getTranslations("tools");
  const present = new Set(tools.map(({ group }) => group));
  const instances = new Map(
    tools.map(({ upstreamId, upstreamName }) => [upstreamId as string, upstreamName]),
  );
  const filters = [
    { name: "q", label: t("filters.text"), value: filter.text },
    {
      name: "group",
      label: t("filters.group"),
      value: filter.group,
      anyLabel: t("filters.anyGroup"),
      options: GROUPS.filter(({ id }) => present.has(id)).map(({ id, title }) => ({
        value: id,
        label: title,
      })),
    },
    {
      name: "effect",
      label: t("filters.effect"),
      value: filter.effect,
      anyLabel: t("filters.anyEffect"),
      options: EFFECTS.map((effect) => ({ value: effect, label: t(`effects.${effect}`) })),
    },
    {
      name: "instance",
      label: t("filters.instance"),
      value: filter.instance,
      anyLabel: t("filters.anyInstance"),
      options: [...instances].map(([value, label]) => ({ value, label })),
    },
    {
      name: "access",
      label: t("filters.access"),
      value: filter.access,
      anyLabel: t("filters.anyAccess"),
      options: ROLES.flatMap((role) =>
        (["on", "off"] as const).map((state) => ({
          value: `${role}-${state}`,
          label: t(`filters.${state}`, { role: t(`roles.${role}`) }),
        })),
      ),
    },
    {
      name: "state",
      label: t("filters.state"),
      value: filter.state,
      anyLabel: t("filters.anyState"),
      options: [
        { value: "new", label: t("filters.new") },
        { value: "changed", label: t("filters.changed") },
        { value: "off", label: t("filters.switchedOff") },
        { value: "gone", label: t("filters.gone") },
      ],
    },
  ];
  return instances.size > 1 ? filters : filters.filter(({ name }) => name !== "instance");
}
