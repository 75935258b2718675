import "#server-only";

const CURE = "make one with `openssl rand -base64 32`";
const BYTES_MIN = 32;
const BYTES_DIFFERENT_MIN = 16;
const HEX = /^(?:[0-9a-f]{2})+$/i;
const BASE64 = /^[A-Za-z0-9_\-+/]+={0,2}$/;
/** Of 43 random characters of base64 fewer than one in a million holds one of these. */
const TYPED =
  /change[-_]?(?:me|it|this)|secret|password|passwort|example|default|insecure|replace|placeholder|connect|trinity|qwert[yz]|12345678|01234567|abcdefgh/i;
/** Two equal stretches of this length do not happen by chance. */
const REPEAT_LENGTHS = { hex: 12, base64: 6 } as const;

/**
 * Says what is wrong with the operator's SECRETS and how to make a good one, or nothing: too short, typed by hand,
 * repeated, listed twice. It names a secret by its place, never by its value.
 */
export function findWeakSecret(secrets: readonly string[]): string | undefined {
  for (const [index, secret] of secrets.entries()) {
    const problem = findProblem(secret);
    if (problem) return `Secret ${index + 1} of SECRETS is too weak: it ${problem}; ${CURE}.`;
    const twin = secrets.findIndex((other) => toBytes(other).equals(toBytes(secret)));
    if (twin < index) return `Secret ${index + 1} of SECRETS is the same as secret ${twin + 1}; ${CURE}.`;
  }
  return undefined;
}

function findProblem(secret: string): string | undefined {
  const isHex = HEX.test(secret);
  if (!isHex && !BASE64.test(secret)) return "is neither base64 nor hex";
  const bytes = toBytes(secret);
  if (bytes.length < BYTES_MIN) return `has ${bytes.length} bytes and needs ${BYTES_MIN}`;
  if (new Set(bytes).size < BYTES_DIFFERENT_MIN || hasRepeat(secret, isHex)) return "repeats itself";
  if (TYPED.test(secret)) return "holds a word or a row of keys, so somebody typed it";
  // Random base64 has capitals and small letters; a sentence has not.
  if (!isHex && !(/[a-z]/.test(secret) && /[A-Z]/.test(secret))) return "is not random";
  return undefined;
}

const toBytes = (secret: string): Buffer => Buffer.from(secret, HEX.test(secret) ? "hex" : "base64");

function hasRepeat(secret: string, isHex: boolean): boolean {
  const length = REPEAT_LENGTHS[isHex ? "hex" : "base64"];
  const seen = new Set<string>();
  for (let at = 0; at + length <= secret.length; at++) {
    const part = secret.slice(at, at + length);
    if (seen.has(part)) return true;
    seen.add(part);
  }
  return false;
}
