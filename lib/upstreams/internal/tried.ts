import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamRow } from "../store.ts";

/** What a check is about: an address, a backend and a stored key, as they were when it began. */
export const TriedSchema = z.object({
  url: z.string(),
  apiUrl: z.string().nullable(),
  keyHeader: z.string(),
  keyVersion: z.number().nullable(),
});
export type Tried = z.infer<typeof TriedSchema>;

export function toTried({ url, apiUrl, keyHeader, keys }: UpstreamRow): Tried {
  return { url, apiUrl, keyHeader, keyVersion: keys[0]?.version ?? null };
}

/** What was found of one address or key says nothing of another that was stored meanwhile. Throws `conflict`. */
export function requireTried(row: UpstreamRow, tried: Tried): void {
  const now = toTried(row);
  const isSame =
    now.url === tried.url &&
    now.apiUrl === tried.apiUrl &&
    now.keyHeader === tried.keyHeader &&
    now.keyVersion === tried.keyVersion;
  if (isSame) return;
  throw new DomainError(
    "conflict",
    "The address or key of this instance was changed while it was tested. Look at it as it is now, then test it again.",
  );
}
