import "#server-only";
import type { Effect } from "./groups.ts";
import { toLook, toLooseLook } from "./internal/rules/name-rules.ts";
import { type LintedTool, lintTool } from "./lint-tool.ts";
import type { LintFinding } from "./schema.ts";

/**
 * What the directory would refuse about a whole list of tools: the findings of each (`lintTool`), in the order of the
 * list, then names that are there twice or read alike, and titles that two tools share. `effectOf` says the effect of a
 * tool's group, where that is known. Pure.
 */
export function lintToolList(
  tools: readonly LintedTool[],
  effectOf: (tool: LintedTool) => Effect | undefined = () => undefined,
): LintFinding[] {
  const each = tools.flatMap((tool) => {
    const effect = effectOf(tool);
    return lintTool(tool, effect === undefined ? {} : { effect });
  });
  return [...each, ...lintNames(tools), ...lintTitles(tools)];
}

function* lintNames(tools: readonly LintedTool[]): Generator<LintFinding> {
  const names = new Set<string>();
  const looks = new Map<string, string>();
  for (const { name } of tools) {
    if (typeof name !== "string") continue;
    if (names.has(name)) {
      yield { tool: name, code: "name_twice" };
      continue;
    }
    names.add(name);
    const own = new Set([toLook(name), toLooseLook(name)].filter((look) => look !== ""));
    const other = [...own].map((look) => looks.get(look)).find((twin) => twin !== undefined);
    if (other !== undefined) yield { tool: name, code: "name_alike", at: other };
    for (const look of own) if (!looks.has(look)) looks.set(look, name);
  }
}

function* lintTitles(tools: readonly LintedTool[]): Generator<LintFinding> {
  const titles = new Map<string, string>();
  for (const { name, title } of tools) {
    if (typeof title !== "string" || typeof name !== "string") continue;
    const read = title.normalize("NFKC").trim().toLowerCase();
    const other = titles.get(read);
    if (other === undefined) titles.set(read, name);
    else if (other !== name) yield { tool: name, code: "title_twice", at: other };
  }
}
