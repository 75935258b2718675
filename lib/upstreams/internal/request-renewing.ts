import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import type {
  Listening,
  ListenOptions,
  OpenedSession,
  RequestOptions,
  UpstreamFailure,
  UpstreamReply,
  UpstreamRequest,
  UpstreamSession,
} from "../open-session.ts";
import { CALL_TIMEOUT_MS } from "./call-over.ts";

const PING_TIMEOUT_MS = 5_000;
const ABORTED: UpstreamFailure = { ok: false, reason: "aborted" };
const LATE: UpstreamFailure = { ok: false, reason: "timeout" };

/** Where a session comes from that others may be using, and may be opening, at the same time. */
export type SharedSession = {
  /** The one that is open, where nobody has to wait for it. */
  find?: () => UpstreamSession | undefined;
  /** `isRenewal` when a session has just been refused. */
  open: (isRenewal?: boolean) => Promise<OpenedSession>;
  /** Forgets one the instance no longer knows. */
  drop: (session: UpstreamSession) => Promise<void> | void;
};

/**
 * Sends a request over a shared session. One the instance refused because its session had ended is sent once more over a
 * new one; it had not been looked at. Nothing else is retried.
 */
export async function requestRenewing(
  { find, open, drop }: SharedSession,
  request: UpstreamRequest,
  options: RequestOptions,
): Promise<UpstreamReply> {
  const deadline = performance.now() + (options.timeoutMs ?? CALL_TIMEOUT_MS);
  const toLeft = () => Math.max(1, deadline - performance.now());
  const found = options.signal?.aborted ? undefined : find?.();
  const leased: OpenedSession = found
    ? { ok: true, session: found }
    : await unlessAborted(open(), options.signal, toLeft());
  if (!leased.ok) return { ...leased, isUnsent: true };
  const { session } = leased;
  const reply = await session.request(request, { ...options, timeoutMs: toLeft() });
  if (reply.ok || !(mayMeanNoSession(reply) || (await isUnknownTo(session, reply)))) return reply;
  await drop(session);
  const renewed = await unlessAborted(open(true), options.signal, toLeft());
  if (!renewed.ok) return { ...renewed, isUnsent: true };
  return await renewed.session.request(request, { ...options, timeoutMs: toLeft() });
}

/** Opens the stream of what the instance says unasked over a shared session; `choose` null opens none. */
export async function listenRenewing(
  { open, drop }: SharedSession,
  options: Omit<ListenOptions, "wanted">,
  choose: (capabilities: JsonObject) => JsonObject | null,
): Promise<Listening | { ok: true; ended: null }> {
  const leased = await unlessAborted(open(), options.signal);
  if (!leased.ok) return leased;
  const wanted = choose(leased.session.capabilities);
  if (wanted === null) return { ok: true, ended: null };
  const listening = await leased.session.listen({ ...options, wanted });
  // The next attempt is over a session of its own.
  if (!listening.ok && mayMeanNoSession(listening)) await drop(leased.session);
  return listening;
}

/**
 * A 400 is of the request or of the session it names, as many servers answer one they do not know: a sign of life over the
 * same session tells, and the others keep theirs.
 */
async function isUnknownTo(session: UpstreamSession, { status }: UpstreamFailure): Promise<boolean> {
  if (status !== 400 || session.sessionId === undefined) return false;
  const alive = await session.request({ method: "ping", params: "{}" }, { timeoutMs: PING_TIMEOUT_MS });
  return !alive.ok && alive.status === status;
}

/** Newer Trinity versions answer a lost session with 401, older ones with 404. */
function mayMeanNoSession({ reason }: UpstreamFailure): boolean {
  return reason === "session_gone" || reason === "refused_key";
}

/** The opening is shared: who gives up waiting for it, or has no more time, does not stop it for the others. */
export async function unlessAborted(
  opening: Promise<OpenedSession>,
  signal: AbortSignal | undefined,
  timeoutMs?: number,
): Promise<OpenedSession> {
  if (signal?.aborted) return ABORTED;
  const { promise, resolve } = Promise.withResolvers<OpenedSession>();
  const onAbort = () => resolve(ABORTED);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => resolve(LATE), timeoutMs);
  try {
    return await Promise.race([opening, promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
