import "#server-only";

export type CheckedName = { ok: true; name: string } | { ok: false; reason: string };

const NAME_LENGTH_MAX = 60;
/** Controls, bidirectional and zero-width marks, private use, lone surrogates, unassigned. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0\u2800]/gu;
const OURS = /^trinity/i;
const CLAIMS = /official|verified|trusted/i;

/** An app's name as it may be shown: NFKC, nothing invisible, at most 60 characters, no claim to be us or approved. */
export function checkClientName(value: unknown, fallback: string): CheckedName {
  if (value !== undefined && value !== null && typeof value !== "string") {
    return { ok: false, reason: "client_name must be text." };
  }
  const name = clean(value ?? "") || clean(fallback);
  if (OURS.test(name)) return { ok: false, reason: "client_name must not begin with our own name." };
  if (CLAIMS.test(name)) {
    return { ok: false, reason: "client_name must not say official, verified or trusted." };
  }
  return { ok: true, name };
}

/** Twice: what was invisible may have kept apart what normalisation then joins. */
function clean(text: string): string {
  const once = text.normalize("NFKC").replace(INVISIBLE, "");
  const twice = once.normalize("NFKC").replace(INVISIBLE, "").replace(/\s+/gu, " ").trim();
  return Array.from(twice).slice(0, NAME_LENGTH_MAX).join("").trim();
}
