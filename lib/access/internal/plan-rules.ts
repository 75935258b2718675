import "#server-only";
import { findGroup, GROUPS, type GroupId, type ToolGroup } from "#lib/catalog/groups.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { findPolicyRefusal, isAllowedByDefault, type ToolRules } from "../policy.ts";
import type { Preset } from "../schema.ts";

export type RuleKey = { role: Role; subject: "group" | "tool"; name: string };
export type StoredRule = RuleKey & { allowed: boolean };

/** One rule as it was and as it is to be; null is no rule, so that the layer below decides. */
export type RuleChange = RuleKey & { from: boolean | null; to: boolean | null };

/** What rules are about: a tool by its own name, the same at every instance. */
export type RuledTool = { name: string; verdict: ToolDefinition["verdict"]; group: GroupId };

const keyOf = ({ role, subject, name }: RuleKey) => `${role} ${subject}:${name}`;

/** The rules of one role, as `policy.ts` reads them. */
export function toToolRules(rules: readonly StoredRule[], role: Role): ToolRules {
  const own = rules.filter((rule) => rule.role === role);
  const namesOf = (allowed: boolean) =>
    own.filter((rule) => rule.allowed === allowed).map(({ subject, name }) => `${subject}:${name}`);
  return { allowed: namesOf(true), denied: namesOf(false) };
}

/** One value for exactly these rules of each role, so that a change is of what was seen. */
export function digestRules(rules: readonly StoredRule[]): Record<Role, string> {
  const digestOf = (role: Role) => {
    const lines = rules.filter((rule) => rule.role === role).map((rule) => `${keyOf(rule)} ${rule.allowed}`);
    return sha256Hex(lines.toSorted().join("\n")).slice(0, 32);
  };
  return Object.fromEntries(ROLES.map((role) => [role, digestOf(role)])) as Record<Role, string>;
}

/** Only what differs from the rules there are. */
function toChanges(
  rules: readonly StoredRule[],
  wanted: readonly (RuleKey & { allowed: boolean | null })[],
): RuleChange[] {
  const stored = new Map(rules.map((rule) => [keyOf(rule), rule.allowed]));
  return wanted.flatMap(({ allowed: to, ...key }) => {
    const from = stored.get(keyOf(key)) ?? null;
    return from === to ? [] : [{ ...key, from, to }];
  });
}

/** Tools on or off for a role: a tool that the layers below already decide so needs no rule of its own. */
export function planTools(
  rules: readonly StoredRule[],
  { role, tools, isAllowed }: { role: Role; tools: readonly RuledTool[]; isAllowed: boolean },
): RuleChange[] {
  const names = new Set(tools.map(({ name }) => name));
  const others = rules.filter(({ subject, name }) => subject === "group" || !names.has(name));
  const below = toToolRules(others, role);
  // Names stand for tools of several instances; those that disagree need the rule.
  const wanted = [...Map.groupBy(tools, ({ name }) => name)].map(([name, same]) => {
    const isDecided = same.every((tool) => isAllowedBy(tool, role, below) === isAllowed);
    return { role, subject: "tool" as const, name, allowed: isDecided ? null : isAllowed };
  });
  return toChanges(rules, wanted);
}

/** A whole group on or off for a role: its tools have no rules of their own afterwards. */
export function planGroup(
  rules: readonly StoredRule[],
  {
    role,
    group,
    tools,
    isAllowed,
  }: { role: Role; group: GroupId; tools: readonly RuledTool[]; isAllowed: boolean },
): RuleChange[] {
  const found = findGroup(group);
  const isDefault = found !== null && isAllowedByDefault(role, found) === isAllowed;
  const names = new Set(tools.filter((tool) => tool.group === group).map(({ name }) => name));
  const ofTools = rules
    .filter((rule) => rule.role === role && rule.subject === "tool" && names.has(rule.name))
    .map((rule) => ({ ...rule, allowed: null }));
  return toChanges(rules, [
    { role, subject: "group", name: group, allowed: isDefault ? null : isAllowed },
    ...ofTools,
  ]);
}

/** All rules of a role for a ready-made policy; nothing else stays of what was decided for it. */
export function planPreset(
  rules: readonly StoredRule[],
  { role, preset }: { role: Role; preset: Preset },
): RuleChange[] {
  const ofTools = rules
    .filter((rule) => rule.role === role && rule.subject === "tool")
    .map((rule) => ({ ...rule, allowed: null }));
  const ofGroups = GROUPS.map((group) => {
    const isAllowed = isInPreset(group, role, preset);
    const allowed = isAllowed === isAllowedByDefault(role, group) ? null : isAllowed;
    return { role, subject: "group" as const, name: group.id, allowed };
  });
  return toChanges(rules, [...ofGroups, ...ofTools]);
}

/** Auditors change nothing, whatever else is allowed to everybody. */
function isInPreset(group: ToolGroup, role: Role, preset: Preset): boolean {
  if (preset === "standard") return isAllowedByDefault(role, group);
  if (preset === "read_only") return group.effect === "read" && isAllowedByDefault(role, group);
  return role !== "auditor" || group.effect === "read";
}

/** The rules as they are after those changes. */
export function applyChanges(rules: readonly StoredRule[], changes: readonly RuleChange[]): StoredRule[] {
  const after = new Map(rules.map((rule) => [keyOf(rule), rule]));
  for (const { from: _from, to, ...key } of changes) {
    if (to === null) after.delete(keyOf(key));
    else after.set(keyOf(key), { ...key, allowed: to });
  }
  return [...after.values()];
}

/** Whether that role may use that tool, leaving aside whether it is switched on at its instance. */
export function isAllowedBy({ name, verdict, group: id }: RuledTool, role: Role, rules: ToolRules): boolean {
  const group = findGroup(id);
  return group !== null && findPolicyRefusal({ tool: { name, verdict }, group, role, rules }) === null;
}

/** How many tools a role gains and loses by those changes. */
export function countDifference(
  tools: readonly RuledTool[],
  role: Role,
  { before, after }: { before: readonly StoredRule[]; after: readonly StoredRule[] },
): { on: number; off: number; allowed: number } {
  const [earlier, later] = [toToolRules(before, role), toToolRules(after, role)];
  const counted = { on: 0, off: 0, allowed: 0 };
  for (const tool of tools) {
    const [was, is] = [isAllowedBy(tool, role, earlier), isAllowedBy(tool, role, later)];
    if (is) counted.allowed += 1;
    if (is && !was) counted.on += 1;
    if (was && !is) counted.off += 1;
  }
  return counted;
}
