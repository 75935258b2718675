import type { PolicyRow } from "#lib/access/list-tool-policies.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";

export const SORTS = ["tool", "-tool", "effect", "-effect", "calls", "-calls"] as const;
export type Sort = (typeof SORTS)[number];

/** What the address asks for; anything it does not know counts as not asked. */
export type ToolFilter = {
  text?: string | undefined;
  group?: string | undefined;
  effect?: string | undefined;
  instance?: string | undefined;
  /** `member-on`: tools that this role may use, or with `-off` may not. */
  access?: string | undefined;
  state?: string | undefined;
};

export type Uses = ReadonlyMap<string, { calls: number; denied: number }>;

const PAGE = 50;

export const usesKey = ({ upstreamId, name }: { upstreamId: string; name: string }) =>
  `${upstreamId} ${name}`;

/** The tools that fit, in that order: one page from `from` on, with how many there are and where the next page begins. */
export function selectTools(
  tools: readonly PolicyRow[],
  { filter, sort, from, uses }: { filter: ToolFilter; sort: Sort; from?: string | undefined; uses: Uses },
): { page: PolicyRow[]; total: number; next: string | undefined; isFirst: boolean } {
  const fitting = tools.filter((tool) => fits(tool, filter)).toSorted(toOrder(sort, uses));
  const start = Math.max(
    0,
    fitting.findIndex(({ id }) => id === from),
  );
  const page = fitting.slice(start, start + PAGE);
  return { page, total: fitting.length, next: fitting[start + PAGE]?.id, isFirst: start === 0 };
}

function fits(tool: PolicyRow, { text, group, effect, instance, access, state }: ToolFilter): boolean {
  return (
    (text === undefined || includesText(tool, text.toLowerCase())) &&
    (group === undefined || tool.group === group) &&
    (effect === undefined || tool.effect === effect) &&
    (instance === undefined || tool.upstreamId === instance) &&
    hasAccess(tool, access) &&
    isInState(tool, state)
  );
}

function includesText({ tool, exposedName }: PolicyRow, text: string): boolean {
  return tool.title.toLowerCase().includes(text) || exposedName.toLowerCase().includes(text);
}

function hasAccess({ roles }: PolicyRow, access: string | undefined): boolean {
  const role = ROLES.find((one) => access?.startsWith(`${one}-`));
  return role === undefined || roles[role].isAllowed === access?.endsWith("-on");
}

function isInState({ state, change }: PolicyRow, wanted: string | undefined): boolean {
  if (wanted === "gone") return state === "gone";
  if (state === "gone") return false;
  if (wanted === "off") return state === "off";
  return wanted === "new" || wanted === "changed" ? change === wanted : true;
}

type Order = (a: PolicyRow, b: PolicyRow) => number;

function toOrder(sort: Sort, uses: Uses): Order {
  const sign = sort.startsWith("-") ? -1 : 1;
  const callsOf = (tool: PolicyRow) => uses.get(usesKey(tool))?.calls ?? 0;
  const byTitle: Order = (a, b) =>
    a.tool.title.localeCompare(b.tool.title, "en") || a.exposedName.localeCompare(b.exposedName, "en");
  const orders: Record<string, Order> = {
    tool: byTitle,
    effect: (a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect),
    calls: (a, b) => callsOf(a) - callsOf(b),
  };
  const order = orders[sort.replace("-", "")] ?? byTitle;
  return (a, b) => sign * order(a, b) || byTitle(a, b);
}

/** From harmless to not. */
export const EFFECTS = ["read", "write", "external", "destructive"] as const;

export type Mark = "all" | "some" | "none";

export type GroupMark = {
  id: string;
  title: string;
  heading: string;
  effect: PolicyRow["effect"];
  /** Nothing in it can be switched as a group. */
  isSingle: boolean;
  roles: Record<Role, { mark: Mark; allowed: number; total: number }>;
};

/** The groups that have tools, with how much of each a role may use; what only a rule of its own turns on is left out. */
export function markGroups(tools: readonly PolicyRow[]): GroupMark[] {
  const present = tools.filter(({ state }) => state !== "gone");
  return [...Map.groupBy(present, ({ group }) => group)].flatMap(([id, all]) => {
    const group = findGroup(id);
    if (group === null) return [];
    const listable = all.filter(({ tool }) => tool.verdict === "ok" || tool.verdict === "review");
    const counted = listable.length === 0 ? all : listable;
    const roles = ROLES.map((role) => {
      const [allowed, total] = [counted.filter((one) => one.roles[role].isAllowed).length, counted.length];
      const mark: Mark = allowed === 0 ? "none" : allowed === total ? "all" : "some";
      return [role, { mark, allowed, total }] as const;
    });
    const { title, heading, effect } = group;
    const isSingle = listable.length === 0;
    return [{ id, title, heading, effect, isSingle, roles: Object.fromEntries(roles) as GroupMark["roles"] }];
  });
}
