import "#server-only";
import { GROUPS } from "#lib/catalog/groups.ts";
import {
  CONNECTION_SORTS,
  type ConnectionFilter,
  type ConnectionSort,
  STATUS_FILTERS,
  type StatusFilter,
} from "#lib/grants/schema.ts";
import { type Query, readId, readQuery } from "../../../../_ui/query.ts";

export const VIEWS = ["apps", "people", "list"] as const;
export type View = (typeof VIEWS)[number];

export const EFFECTS = ["read", "write", "destructive", "external"] as const;
type Effect = (typeof EFFECTS)[number];

const CLIENT_ID = /^[\x20-\x7e]{1,2048}$/;

/** What an address asks for. Whatever it says that is no choice of ours counts as not said. */
export type AskedFilter = {
  q: string | undefined;
  status: StatusFilter | undefined;
  effect: Effect | undefined;
  app: string | undefined;
  person: string | undefined;
  after: string | undefined;
};

export function readFilter(query: Query): AskedFilter {
  const { app, after } = query;
  return {
    q: readQuery(query, "q"),
    status: STATUS_FILTERS.find((status) => status === query["status"]),
    effect: EFFECTS.find((effect) => effect === query["effect"]),
    app: typeof app === "string" && CLIENT_ID.test(app) ? app : undefined,
    person: readId(query, "person"),
    after: typeof after === "string" && CLIENT_ID.test(after) ? after : undefined,
  };
}

/** The order of the list; newest first unless told. */
export function readSort(query: Query): ConnectionSort {
  return CONNECTION_SORTS.find((sort) => sort === query["sort"]) ?? "-created";
}

export function readView(query: Query, seesAll: boolean): View {
  const view = VIEWS.find((one) => one === query["view"]) ?? "list";
  return view === "people" && !seesAll ? "list" : view;
}

/** The same for the verbs of the grants room, which know groups and no effects. */
export function toVerbFilter({ q, status, effect, app, person }: AskedFilter): ConnectionFilter {
  return {
    ...(q === undefined ? {} : { text: q }),
    ...(status === undefined ? {} : { status }),
    ...(app === undefined ? {} : { clientId: app }),
    ...(person === undefined ? {} : { personId: person }),
    ...(effect === undefined
      ? {}
      : { groups: GROUPS.filter((group) => group.effect === effect).map(({ id }) => id) }),
  };
}
