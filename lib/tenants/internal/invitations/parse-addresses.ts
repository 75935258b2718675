import "#server-only";
import { normalizeAddress } from "#lib/identity/schema.ts";

const SHOWN_LENGTH_MAX = 80;

/** What somebody pasted: each address once in its one form, and what is none as it was typed. */
export type ParsedAddresses = { addresses: string[]; others: string[] };

/**
 * Reads addresses as they come out of mail programs and tables: separated by commas, semicolons, spaces or lines, bare,
 * as "Name <address>" or as mailto links.
 */
export function parseAddresses(text: string): ParsedAddresses {
  const addresses = new Set<string>();
  const others = new Set<string>();
  for (const piece of text.replace(/"[^"\n]*"/g, " ").split(/[,;\n\r\t]+/)) {
    for (const word of toWords(piece)) {
      const address = normalizeAddress(word);
      if (address === null) others.add(word.slice(0, SHOWN_LENGTH_MAX));
      else addresses.add(address);
    }
  }
  return { addresses: [...addresses], others: [...others] };
}

function toWords(piece: string): string[] {
  const bracketed = [...piece.matchAll(/<([^<>]*)>/g)].map(([, inside = ""]) => inside);
  const words = bracketed.length > 0 ? bracketed : piece.split(/\s+/);
  return words.map((word) => word.trim().replace(/^mailto:/i, "")).filter((word) => word !== "");
}
