import "#server-only";
import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 25;
const GROUP = 5;

/** A new code of 125 random bits: as it is compared, and as people read it, in groups of five. */
export function makeCode(): { code: string; shown: string } {
  const code = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte & 31]).join("");
  const groups = Array.from({ length: LENGTH / GROUP }, (_, at) => code.slice(at * GROUP, (at + 1) * GROUP));
  return { code, shown: groups.join("-") };
}
