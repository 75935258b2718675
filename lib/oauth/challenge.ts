import "#server-only";
import { type MetadataPlace, metadataUrlOf, scopesAt } from "./internal/resource-metadata.ts";
import { isAddress } from "./internal/resource-uri.ts";

type ChallengeInput = {
  /** The organisation's own address that was called; null at the shared one. */
  address: string | null;
  /** The bare origin was called: its metadata is the root document. */
  isRoot?: boolean;
  /** Only when a token was sent (RFC 6750 section 3.1). */
  error?: "invalid_token" | "insufficient_scope";
  /** Every group the call needs, with `insufficient_scope`. */
  scopes?: readonly string[];
};

/**
 * The WWW-Authenticate value of a 401 or 403 (RFC 6750 section 3, RFC 9728 section 5.1). Its scope is byte for byte
 * the metadata's scopes_supported, unless the call names what it needs.
 */
export function challenge({ address, isRoot = false, error, scopes }: ChallengeInput): string {
  const place = placeOf(address, isRoot);
  return [
    `Bearer resource_metadata="${metadataUrlOf(place)}"`,
    `scope="${(scopes ?? scopesAt(place)).join(" ")}"`,
    ...(error ? [`error="${error}"`] : []),
  ].join(", ");
}

function placeOf(address: string | null, isRoot: boolean): MetadataPlace {
  if (address !== null && isAddress(address)) return { kind: "tenant", address };
  return { kind: isRoot ? "root" : "shared" };
}
