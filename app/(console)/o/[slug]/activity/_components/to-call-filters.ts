import { getTranslations } from "next-intl/server";
import { listUsedApps } from "#lib/activity/list-used-apps.ts";
import { CALL_RESULTS } from "#lib/activity/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { listUpstreams } from "#lib/upstreams/list-upstreams.ts";
import type { Filter } from "../../../../../_ui/filter-bar.tsx";
import { toRangeFilter } from "../../../../_components/to-range-filter.ts";
import type { ActivityFields } from "../read-query.ts";

/** What calls are looked for by: the outcome is the page's address. */
export async function toCallFilters(actor: MemberActor, fields: ActivityFields): Promise<Filter[]> {
  const t = await getTranslations("activity.filters");
  const results = await getTranslations("activity.results");
  const [apps, upstreams] = await Promise.all([
    listUsedApps(actor, {}),
    can(actor.role, "upstream:read") ? listUpstreams(actor, {}) : [],
  ]);
  const choices: Filter[] = [
    await toRangeFilter(fields, { own: "7d" }),
    {
      name: "result",
      label: t("result"),
      value: fields.result,
      anyLabel: t("anyResult"),
      options: CALL_RESULTS.map((value) => ({ value, label: results(value) })),
    },
    {
      name: "app",
      label: t("app"),
      value: fields.app,
      anyLabel: t("anyApp"),
      options: apps.map(({ clientId, name }) => ({ value: clientId, label: name })),
    },
    {
      name: "instance",
      label: t("instance"),
      value: fields.instance,
      anyLabel: t("anyInstance"),
      options: upstreams.map(({ id, name }) => ({ value: id, label: name })),
    },
    { name: "tool", label: t("tool"), value: fields.tool },
  ];
  const people: Filter[] = can(actor.role, "activity:read-all")
    ? [{ name: "email", label: t("email"), value: fields.email }]
    : [];
  // A connection is chosen on its own page, and shown here to be taken away again.
  const connection: Filter = {
    name: "connection",
    label: t("connection"),
    value: fields.connection,
    options: [{ value: fields.connection, label: t("thisConnection") }],
  };
  return [
    ...choices.filter(({ options }) => options?.length !== 0),
    ...people,
    ...(fields.connection === "" ? [] : [connection]),
  ];
}
