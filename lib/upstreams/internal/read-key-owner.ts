import "#server-only";
import { z } from "zod";
import { parseJson } from "#lib/kernel/json.ts";
import { guardedFetch } from "#lib/platform/net/guarded-fetch.ts";
import { netReasonOf } from "#lib/platform/net/net-error.ts";
import { KEY_KINDS, type KeyKind } from "../schema.ts";

/** Whom a key acts as, as Trinity's backend says. */
export type KeyOwner = { kind: KeyKind; actsAs: string | null };
type ReadOwner = ({ ok: true } & KeyOwner) | { ok: false; problem: "refused_key" | "backend_failed" };

const TIMEOUT_MS = 8_000;
const BYTES_MAX = 64 * 1024;
const Answer = z.object({
  valid: z.boolean(),
  scope: z.enum(KEY_KINDS).catch("unknown"),
  user_email: z
    .string()
    .max(254)
    .regex(/^[^\s\p{C}]+@[^\s\p{C}]+$/u)
    .nullish()
    .catch(null),
});

/** Asks `POST {apiUrl}/api/mcp/validate`, as Trinity's own MCP server does. Nothing of the answer's text is kept. */
export async function readKeyOwner(apiUrl: string, key: string, pool: string): Promise<ReadOwner> {
  try {
    const response = await guardedFetch(`${apiUrl}/api/mcp/validate`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, accept: "application/json" },
      body: "",
      pool,
      timeoutMs: TIMEOUT_MS,
      totalTimeoutMs: TIMEOUT_MS,
      maxBytes: BYTES_MAX,
    });
    const body = await response.text();
    if (response.status === 401 || response.status === 403) return { ok: false, problem: "refused_key" };
    const answer = response.status === 200 ? Answer.safeParse(parseJson(body)?.value) : null;
    if (!answer?.success) return { ok: false, problem: "backend_failed" };
    const { valid, scope, user_email: email } = answer.data;
    return valid ? { ok: true, kind: scope, actsAs: email ?? null } : { ok: false, problem: "refused_key" };
  } catch (error) {
    if (netReasonOf(error) === undefined) throw error;
    return { ok: false, problem: "backend_failed" };
  }
}
