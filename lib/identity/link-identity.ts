import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { type Identity, insertIdentity } from "./internal/providers/store.ts";
import { tellOfLink } from "./internal/providers/tell-of-link.ts";
import { requireUnbound } from "./internal/reviewer/require-unbound.ts";

/**
 * Links an identity that waited for a code to the person whom the code has just signed in, and tells them: a code that
 * somebody was talked out of must not leave a way in that nobody heard of. Throws `conflict` when it has become somebody
 * else's meanwhile, `forbidden` for the reviewer, who has one way in.
 */
export async function linkIdentity(personId: PersonId, identity: Identity): Promise<void> {
  await requireUnbound(personId);
  if (!(await insertIdentity(personId, identity))) {
    throw new DomainError("conflict", "This sign-in belongs to another account. Use that one, or a code.");
  }
  await tellOfLink(identity.email, identity);
}
