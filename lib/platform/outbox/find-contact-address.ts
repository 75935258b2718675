import "#server-only";

const ADDRESS = /^[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/i;
const UNREAD = /^(?:no|do-?not)[._-]?reply\b/i;

/** The bare address of a sender ("Name <a@b.example>"), or null for one that says nobody reads it or no mail reaches. */
export function findContactAddress(mailFrom: string): string | null {
  const address = (/<([^<>]*)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom).trim();
  return ADDRESS.test(address) && !UNREAD.test(address) ? address : null;
}
