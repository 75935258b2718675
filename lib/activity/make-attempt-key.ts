import "#server-only";
import { hash, randomUUID } from "node:crypto";

/** An attempt's row id, and the number people quote: eight characters that cannot be mistaken for each other. */
export type AttemptKey = { id: string; number: string };

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LOOKALIKES: Record<string, string> = { O: "0", I: "1", L: "1" };

/**
 * The key of the attempt a waiting authorization request belongs to, the same on every instance and page without a
 * look-up: the request's id is random, so the hash cannot be guessed either. Without one, a fresh key.
 */
export function makeAttemptKey(interactionUid: string = randomUUID()): AttemptKey {
  const bytes = hash("sha256", `attempt ${interactionUid}`, "buffer");
  const id = bytes.subarray(0, 16);
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x80, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return {
    id: id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    number: toNumber(bytes.subarray(16, 21)),
  };
}

function toNumber(bytes: Buffer): string {
  const value = bytes.readUIntBE(0, 5);
  const characters = Array.from({ length: 8 }, (_, place) => ALPHABET[Math.floor(value / 32 ** place) % 32]);
  return `${characters.slice(0, 4).join("")}-${characters.slice(4).join("")}`;
}

/** A number as somebody typed it, in its one spelling; null when it cannot be one. */
export function parseAttemptNumber(text: string): string | null {
  const plain = text
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replace(/[OIL]/g, (letter) => LOOKALIKES[letter] ?? letter);
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(plain) ? `${plain.slice(0, 4)}-${plain.slice(4)}` : null;
}
