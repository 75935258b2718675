import "#server-only";
import { type Lookup, RememberedAnswers } from "#lib/grants/remember-answers.ts";
import type { RevocationEvent } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";

/** What a token stands for, as it was looked up. */
export type TokenAccess = { actor: ClientActor; tenantAddress: string };

const ENTRIES_MAX = 20_000;
const KINDS = ["grant", "membership", "person", "tenant", "client"] as const;

/**
 * Tokens looked up in the last 5 s, by hash. An entry dies with its token, and when its grant, member, person,
 * organisation or app changed after its lookup began.
 */
export class TokenCache {
  readonly #answers: RememberedAnswers<TokenAccess>;

  constructor(now?: () => number) {
    this.#answers = new RememberedAnswers({ weightMax: ENTRIES_MAX, kinds: KINDS, ...(now && { now }) });
  }

  get(hash: string): TokenAccess | undefined {
    return this.#answers.get(hash);
  }

  begin(): Lookup {
    return this.#answers.begin();
  }

  /** `secondsLeft` is the token's remaining life by the database's clock. */
  put(hash: string, access: TokenAccess, lookup: Lookup, secondsLeft: number): void {
    const { grantId, membershipId, personId, tenantId, clientId } = access.actor;
    const ids = [grantId, membershipId, personId, tenantId, `${tenantId}/${clientId}`];
    this.#answers.put(hash, access, lookup, { ids, secondsLeft });
  }

  evict(event: RevocationEvent): void {
    this.#answers.evict(event);
  }
}
