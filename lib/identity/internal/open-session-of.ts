import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { adapterStore } from "../store.ts";
import type { PersonRow } from "./providers/store.ts";
import { openSession } from "./run-next-auth.ts";
import { toAdapter } from "./to-adapter.ts";

/** A new session of a person whom a provider's answer, checked and spent, was found to be. Answers its Set-Cookie. */
export async function openSessionOf(
  person: PersonRow,
  { browser, method }: { browser: string; method: string },
): Promise<string> {
  const adapter = toAdapter({
    take: async (address) => address === person.email,
    findPerson: () => adapterStore.user.findUnique({ where: { id: person.id } }),
    prove: async (found) => found,
    admit: async () => {
      throw new Error("the person is gone");
    },
    browser,
    method,
  });
  const setCookie = await openSession(person.email, adapter);
  if (!setCookie) throw new DomainError("unavailable", "Sign-in did not finish. Try again.");
  return setCookie;
}
