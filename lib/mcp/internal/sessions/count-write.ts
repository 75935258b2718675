import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";
import { countHere } from "#lib/platform/limits/count-here.ts";
import { CODE, type RpcError } from "../protocol.ts";

const PER_MINUTE = { points: 120, durationSeconds: 60 };

/**
 * Counts one change of a session's row by that connection: sessions begin without a trace, but what ended is remembered
 * for weeks. Null within the limit, else the seconds to wait.
 */
export async function countWrite(grantId: GrantId): Promise<number | null> {
  return await countHere("mcp-session-writes", grantId, PER_MINUTE);
}

/** MCP names no code for it. */
export function refuseWrite(waitSeconds: number): RpcError {
  const message = `This connection changes its sessions too often. Wait ${waitSeconds} seconds, then try again.`;
  return { code: CODE.invalidRequest, message, data: { retryAfterSeconds: waitSeconds } };
}
