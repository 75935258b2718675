import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PACKAGE, readFailures, runSuite } from "./open-suite.ts";

/** Unchecked: it ended well, but found nothing to check. */
export type Verdict = "passed" | "failed" | "unchecked";
export type Outcome = {
  required: number;
  passed: number;
  /** Required scenarios that did not pass, each with what was wrong. */
  failures: string[];
  /** Scenarios the set runs without counting them. */
  notScored: Record<string, Verdict>;
};

/** One requirement set of the suite against a server. A scenario passed when it made checks and none failed. */
export async function runRequirements(set: string, url: string): Promise<Outcome> {
  const required = await readRequired(set);
  const folder = await mkdtemp(join(tmpdir(), "trinity-connect-checks-"));
  const args = ["server", "--url", url, "--requirements", set, "-o", folder];
  const verdicts = readVerdicts((await runSuite(args)).output);
  const failed = required.filter((name) => verdicts.get(name) !== "passed");
  const others = [...verdicts].filter(([name]) => !required.includes(name));
  const failures = await Promise.all(
    failed.map(async (name) => `${name}: ${(await readFailures(folder, `server-${name}`)).join("; ")}`),
  );
  await rm(folder, { recursive: true, force: true });
  return {
    required: required.length,
    passed: required.length - failed.length,
    failures,
    notScored: Object.fromEntries(others),
  };
}

/** The set's server scenarios, as its file in the package lists them. */
async function readRequired(set: string): Promise<string[]> {
  const file = await readFile(join(PACKAGE, "requirements", `${set}.yaml`), "utf8");
  const section = /^server:\n((?: {2}- .*\n)+)/m.exec(file)?.[1] ?? "";
  return [...section.matchAll(/^ {2}- (\S+)$/gm)].map(([, name = ""]) => name);
}

function readVerdicts(output: string): Map<string, Verdict> {
  const summary = output.slice(output.lastIndexOf("=== SUMMARY ==="));
  const lines = summary.matchAll(/^(✓|✗) (\S+): (\d+) passed, \d+ failed$/gm);
  const judge = (mark: string, passed: string): Verdict =>
    mark === "✗" ? "failed" : passed === "0" ? "unchecked" : "passed";
  return new Map([...lines].map(([, mark = "", name = "", passed = ""]) => [name, judge(mark, passed)]));
}
