import { createHash } from "node:crypto";
import { z } from "zod";

/** One entry of SAMPLE_KEYS. */
export const SampleKeySchema = z.object({
  key: z.string().startsWith("trinity_mcp_").min(20),
  scope: z.enum(["user", "agent", "system", "connector"]),
  userId: z.string().min(1),
  email: z.string(),
  keyName: z.string().min(1),
  agentName: z.string().min(1).optional(),
});
export type SampleKey = z.infer<typeof SampleKeySchema>;

/** What a tool knows about its caller; the plaintext key stops at the door. */
export type Caller = Omit<SampleKey, "key"> & { keyId: string };

/** The keys this instance accepts, found by digest as Trinity does. */
export class KeyBook {
  readonly #callers = new Map<string, Caller>();
  readonly #revoked = new Set<string>();

  constructor(keys: readonly SampleKey[]) {
    for (const { key, ...rest } of keys) {
      const hash = digest(key);
      this.#callers.set(hash, { ...rest, keyId: `key_${hash.slice(0, 12)}` });
    }
  }

  /** The caller behind an Authorization header, or null. Only `Bearer ` in exactly that case counts. */
  findCaller(authorization: string | undefined): Caller | null {
    if (!authorization?.startsWith("Bearer ")) return null;
    const hash = digest(authorization.slice("Bearer ".length));
    if (this.#revoked.has(hash)) return null;
    return this.#callers.get(hash) ?? null;
  }

  /** Revokes a key by its name, or restores it; false when no key has that name. */
  setActive(keyName: string, active: boolean): boolean {
    let found = false;
    for (const [hash, caller] of this.#callers) {
      if (caller.keyName !== keyName) continue;
      found = true;
      if (active) this.#revoked.delete(hash);
      else this.#revoked.add(hash);
    }
    return found;
  }
}

function digest(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
