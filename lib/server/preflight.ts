import "#server-only";
import { argv, exit, stdout } from "node:process";
import { parseArgs } from "node:util";
import { runOwnPreflight } from "#lib/operations/run-own-preflight.ts";
import { runPreflight } from "#lib/operations/run-preflight.ts";
import type { CheckResult, PointResult, PreflightReport } from "#lib/operations/schema.ts";
import { explainUsage } from "./explain-usage.ts";
import { openCommand } from "./open-command.ts";
import { printTable } from "./print-table.ts";

// `npm run preflight`: whether the running server is ready for the Connectors Directory, looked at from outside.

const USAGE = `npm run preflight                the running server, asked by its PUBLIC_URL as Claude and a reviewer ask
    --url URL                    another server by its public address; what only its own machine knows is left out
    --every-tool                 also runs the tools that change something, with the input we document for them
Ends with one line of JSON, and with 0 only when nothing failed.`;

const WORDS = { passed: "passed", failed: "FAILED", needsOutside: "needs outside" } as const;

type Options = { url: URL | null; runsEveryTool: boolean };

function readOptions(words: string[]): Options | null {
  try {
    const options = { url: { type: "string" }, "every-tool": { type: "boolean", default: false } } as const;
    const { url, "every-tool": runsEveryTool } = parseArgs({ args: words, options }).values;
    const parsed = url === undefined ? null : URL.parse(url);
    if (url !== undefined && (parsed === null || !/^https?:$/.test(parsed.protocol))) return null;
    return { url: parsed, runsEveryTool };
  } catch {
    return null;
  }
}

async function lookAtOwn(runsEveryTool: boolean): Promise<number> {
  return print(await runOwnPreflight({ runsEveryTool }));
}

async function lookAt(url: URL, runsEveryTool: boolean): Promise<number> {
  return print(await runPreflight({ url: url.origin, reviewer: null, inside: null, runsEveryTool }));
}

function print(report: PreflightReport): number {
  const { url, ms, points, passed, failed, needsOutside } = report;
  stdout.write(`Ready for the Connectors Directory? ${url}, ${(ms / 1000).toFixed(1)} s\n\n`);
  printTable(
    ["", "POINT", "RESULT", "CHECKS"],
    points.map(({ number, title, state, checks }) => [
      String(number).padStart(2),
      title,
      WORDS[state],
      countChecks(checks),
    ]),
  );
  printChecks("To mend", points, "failed");
  printChecks("Needs the outside", points, "needsOutside");
  stdout.write(`\n${JSON.stringify({ passed, failed, needsOutside, points })}\n`);
  return failed === 0 ? 0 : 1;
}

function countChecks(checks: readonly CheckResult[]): string {
  const good = checks.filter(({ state }) => state === "passed").length;
  return `${good} of ${checks.length}`;
}

function printChecks(
  heading: string,
  points: readonly PointResult[],
  state: "failed" | "needsOutside",
): void {
  const found = points.flatMap(({ number, checks }) =>
    checks.filter((check) => check.state === state).map((check) => ({ number, check })),
  );
  if (found.length === 0) return;
  stdout.write(`\n${heading}:\n`);
  for (const { number, check } of found) {
    const { title, id, code, saw, cause, fix, why } = check;
    stdout.write(
      `\n${String(number).padStart(2)}  ${title}  [${code === undefined ? id : `${id} ${code}`}]\n`,
    );
    for (const line of [why, cause, saw && `Seen: ${saw}`, fix && `Fix: ${fix}`]) {
      if (line) stdout.write(`    ${line}\n`);
    }
  }
}

const options = readOptions(argv.slice(2));
if (!options) process.exitCode = explainUsage(USAGE, argv.slice(2));
else if (options.url) exit(await lookAt(options.url, options.runsEveryTool));
else await openCommand(() => lookAtOwn(options.runsEveryTool));
