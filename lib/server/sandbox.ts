import "#server-only";
import { argv } from "node:process";
import { parseArgs } from "node:util";
import { listReviewerCodes } from "#lib/identity/list-reviewer-codes.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { issueReviewerCode } from "#lib/sandbox/issue-reviewer-code.ts";
import { revokeReviewerCode } from "#lib/sandbox/revoke-reviewer-code.ts";
import { explainUsage } from "./explain-usage.ts";
import { openCommand } from "./open-command.ts";
import { printTable } from "./print-table.ts";

// `npm run sandbox`: the codes the directory's reviewer signs in with.

const USAGE = `npm run sandbox -- issue-code [--days N]  a code the reviewer signs in with, good for N days (1 to 90, else 30);
                                          it is shown once
npm run sandbox -- list                   the codes given out, never the codes themselves
npm run sandbox -- revoke ID              ends a code and signs the reviewer out; with the last good one their
                                          connections end too`;
const DAYS = "30";

/** What is to be done, once there is a database; null where the words make no sense. */
type Plan = (() => Promise<void>) | null;

function planIssue(words: string[]): Plan {
  const days = readDays(words);
  if (days === null) return null;
  return async () => {
    const { id, address, code, expiresAt } = await issueReviewerCode({ days, issuedBy: "operator" });
    const rows = [
      ["Sign-in page", `${getConfig().publicUrl}/sign-in`],
      ["Address", address],
      ["Review code", code],
      ["Good until", toTime(expiresAt)],
      ["To revoke it", `npm run sandbox -- revoke ${id}`],
    ];
    for (const [name = "", value] of rows) console.log(`${name.padEnd(14)}${value}`);
    console.log("The code is shown this once; we keep only its hash.");
  };
}

function readDays(words: string[]): number | null {
  try {
    const { days } = parseArgs({ args: words, options: { days: { type: "string", default: DAYS } } }).values;
    return /^\d{1,4}$/.test(days) ? Number(days) : null;
  } catch {
    return null;
  }
}

async function list(): Promise<void> {
  const rows = (await listReviewerCodes()).map((code) => [
    code.state,
    toTime(code.issuedAt),
    toTime(code.expiresAt),
    String(code.uses),
    toTime(code.usedAt),
    code.issuedBy,
    code.id,
  ]);
  printTable(["STATE", "GIVEN OUT (UTC)", "GOOD UNTIL", "USES", "LAST USED", "BY", "ID"], rows);
}

function planRevoke([id, ...more]: string[]): Plan {
  if (id === undefined || id.startsWith("-") || more.length > 0) return null;
  return async () => {
    const { left, ended } = await revokeReviewerCode(id);
    console.log(`${id} is revoked; codes still good: ${left}; connections ended: ${ended}.`);
  };
}

function toTime(at: Date | null): string {
  return at?.toISOString().slice(0, 16).replace("T", " ") ?? "-";
}

const PLANS: Record<string, (words: string[]) => Plan> = {
  "issue-code": planIssue,
  list: (words) => (words.length === 0 ? list : null),
  revoke: planRevoke,
};
const [verb = "", ...words] = argv.slice(2);
const plan = Object.hasOwn(PLANS, verb) ? PLANS[verb]?.(words) : null;
if (plan) await openCommand(plan);
else process.exitCode = explainUsage(USAGE, [verb, ...words]);
