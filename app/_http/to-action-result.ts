import "#server-only";
import { unstable_rethrow } from "next/navigation";
import type { ErrorCode } from "#lib/kernel/errors.ts";
import { reportError } from "./report-error.ts";

export type ActionFailure = { ok: false; code: ErrorCode; message: string };
export type ActionResult<T> = { ok: true; value: T } | ActionFailure;

/** Runs a server action's work; failures come back as values the form can show, Next's redirects pass through. */
export async function toActionResult<T>(run: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    unstable_rethrow(error);
    const { code, publicMessage } = reportError(error);
    return { ok: false, code, message: publicMessage };
  }
}
