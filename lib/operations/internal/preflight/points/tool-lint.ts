import "#server-only";
import { describeFinding } from "#lib/catalog/describe-finding.ts";
import { findDefinition } from "#lib/catalog/find-definition.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import { lintToolList } from "#lib/catalog/lint-tool-list.ts";
import type { LintCode, LintFinding } from "#lib/catalog/schema.ts";
import { type Check, defineCheck, type Failure, failed, passed } from "../check.ts";
import { listTools } from "../facts/list-tools.ts";
import type { Visit } from "../visit.ts";

const NAMED_MAX = 5;

/** Holds the list as the reviewer's Claude gets it against the part of the lint these codes are. */
export function defineLintCheck(id: string, title: string, codes: readonly LintCode[]): Check {
  const failures = Object.fromEntries(codes.map((code) => [code, toFailure(code)])) as Record<
    LintCode,
    Failure
  >;
  return defineCheck({
    id,
    title,
    failures,
    async probe(visit) {
      const tools = await listTools(visit);
      const found = (await lintListed(visit)).filter(({ code }) => codes.includes(code));
      const [first] = found;
      if (!first) return passed(`${tools.length} tools`);
      return failed(first.code, nameTools(found.filter(({ code }) => code === first.code)));
    },
  });
}

function lintListed(visit: Visit): Promise<LintFinding[]> {
  return visit.fact("lint", async () =>
    lintToolList(await listTools(visit), ({ name: listed }) => {
      const group = typeof listed === "string" ? findDefinition(listed)?.group : undefined;
      return group === undefined ? undefined : findGroup(group)?.effect;
    }),
  );
}

function toFailure(code: LintCode): Failure {
  const { problem, fix } = describeFinding(code);
  return { cause: problem, fix };
}

/** The tools that are meant, a few of them by name. */
export function nameTools(found: readonly { tool: string; at?: string }[]): string {
  const named = found
    .slice(0, NAMED_MAX)
    .map(({ tool, at }) => (at === undefined ? tool : `${tool} (${at})`));
  return found.length > NAMED_MAX
    ? `${named.join(", ")} and ${found.length - NAMED_MAX} more`
    : named.join(", ");
}
