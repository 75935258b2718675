import "#server-only";
import type { UpstreamReply } from "../upstream-session.ts";

const FAILURES_MAX = 10;
const WAIT_MS_MIN = 1_000;
const WAIT_MS_MAX = 30_000;
/** Too many requests: the instance is well, and says so. */
const TOO_MANY = 429;

export type Admission = { ok: true; note: (reply: UpstreamReply) => void } | { ok: false; since: Date };
type Clock = { now: () => number; random: () => number };

/**
 * Spares an instance that failed ten times in a row, and whoever would wait for it: one call is let through after 1 s,
 * then after 2, 4 … 30 s (jittered), until one is answered. Everything but silence, a cut and a 5xx is an answer.
 */
export class Breaker {
  readonly #clock: Clock;
  #failures = 0;
  #since = 0;
  #waitMs = 0;
  #nextProbeAt = 0;

  constructor(clock: Clock = { now: Date.now, random: Math.random }) {
    this.#clock = clock;
  }

  /** Since when it has been failing, while no call may go. */
  get openSince(): Date | null {
    const isOpen = this.#waitMs > 0 && this.#clock.now() < this.#nextProbeAt;
    return isOpen ? new Date(this.#since) : null;
  }

  /** Whether a call may go, and what is to be told of its outcome. */
  admit(): Admission {
    if (this.#waitMs === 0) return { ok: true, note: (reply) => this.#note(reply, false) };
    const since = this.openSince;
    if (since !== null) return { ok: false, since };
    // A probe that hangs must not keep all others away for as long as it does.
    this.#nextProbeAt = this.#clock.now() + this.#waitMs;
    return { ok: true, note: (reply) => this.#note(reply, true) };
  }

  #note(reply: UpstreamReply, isProbe: boolean): void {
    const verdict = judge(reply);
    if (verdict === "well") {
      this.#failures = 0;
      this.#waitMs = 0;
    }
    if (verdict !== "failed") return;
    if (this.#failures++ === 0) this.#since = this.#clock.now();
    if (isProbe) this.#wait(Math.min(this.#waitMs * 2, WAIT_MS_MAX));
    else if (this.#failures >= FAILURES_MAX && this.#waitMs === 0) this.#wait(WAIT_MS_MIN);
  }

  #wait(waitMs: number): void {
    this.#waitMs = waitMs;
    this.#nextProbeAt = this.#clock.now() + waitMs * (0.5 + this.#clock.random() / 2);
  }
}

function judge(reply: UpstreamReply): "well" | "failed" | "unknown" {
  if (reply.ok) return "well";
  const { reason, status } = reply;
  if (reason === "aborted" || reason === "busy" || status === TOO_MANY) return "unknown";
  return reason === "unreachable" || reason === "failed" || reason === "timeout" ? "failed" : "well";
}
