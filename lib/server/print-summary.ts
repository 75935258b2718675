import "#server-only";
import { stdout } from "node:process";
import { SAMPLE_PEOPLE } from "#lib/operations/sample-people.ts";
import type { Config } from "#lib/platform/config/get-config.ts";
import { formatMs, printLine } from "./report-step.ts";

const MAILBOX_PATH = "/local/mailbox";

const PEOPLE = SAMPLE_PEOPLE.map(({ email, role }) => `${email} (${role})`).join(", ");

/** The last lines of a start: where to sign in, where the code appears, and what to give to Claude. */
export function printSummary({ publicUrl, isLocal, sample, trustedProxies }: Config, ms: number): void {
  const mcpUrl = `${publicUrl}/api/mcp`;
  stdout.write(`\nTrinity Connect is ready (${formatMs(ms).trim()}).\n\n`);
  printLine("Sign in", `${publicUrl}/sign-in${sample ? `   as ${PEOPLE}` : ""}`);
  if (isLocal) printLine("One-time code", `${publicUrl}${MAILBOX_PATH} and here in the terminal`);
  printLine("MCP URL", mcpUrl);
  printLine("Claude Code", `claude mcp add --transport http trinity ${mcpUrl}`);
  if (!isLocal && trustedProxies.length === 0) {
    printLine("Proxy", "none is trusted, so limits cannot tell callers apart: set TRUSTED_PROXIES");
  }
  stdout.write("\nCtrl-C stops everything.\n");
}
