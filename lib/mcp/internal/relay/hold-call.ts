import "#server-only";
import type { CallContext } from "../call-context.ts";
import { holdAccess } from "../hold-access.ts";
import type { RequestId } from "../http.ts";
import { hearCancels } from "./cancel-call.ts";
import { registerCall } from "./cancel-registry.ts";

/** What can cancel a running request: its client, in the way of its era, and a revocation, which answers at once. */
export function holdCall(
  { request, era, actor, since, session }: CallContext,
  id: RequestId,
  onRevoked: () => void,
): { signal: AbortSignal; abort: () => void; end: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const letGo = holdAccess(actor, since, () => {
    onRevoked();
    abort();
  });
  if (era === "legacy") {
    hearCancels();
    const unregister = registerCall({ grantId: actor.grantId, sessionId: session?.id, id }, abort);
    return { signal: controller.signal, abort, end: () => (letGo(), unregister()) };
  }
  request.signal.addEventListener("abort", abort, { once: true });
  if (request.signal.aborted) abort();
  const leave = () => request.signal.removeEventListener("abort", abort);
  return { signal: controller.signal, abort, end: () => (letGo(), leave()) };
}
