import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { isMadeUp } from "#lib/kernel/made-up-domain.ts";
import { domainOf } from "../../schema.ts";
import { admitNewcomer } from "../admit-newcomer.ts";
import { ProviderError } from "./provider-error.ts";
import type { Claims, Provider } from "./provider.ts";
import {
  findPersonByAddress,
  findPersonByIdentity,
  type Identity,
  insertIdentity,
  insertPersonWithIdentity,
  type PersonRow,
} from "./store.ts";
import { tellOfLink } from "./tell-of-link.ts";

type Decided =
  | { ok: true; person: PersonRow }
  | { ok: false; reason: "needs_code"; address: string; identity: Identity };

/**
 * Who signs in. A known identity is its person. An unknown one becomes a new person when the provider runs the address's
 * mailbox or its organisation proved the domain; it joins an existing person by itself only when that person once proved
 * the address by a code and Google runs the mailbox. In every other case a code to the address decides.
 */
export async function decidePerson(provider: Provider, claims: Claims): Promise<Decided> {
  const address = requireAddress(provider, claims);
  const known = await findKnown(provider, claims);
  if (known) return { ok: true, person: known };

  const identity = toIdentity(provider, claims, address);
  const isTheirs = runsMailbox(provider, claims, address);
  const person = await findPersonByAddress(address);
  const needsCode = { ok: false, reason: "needs_code", address, identity } as const;
  if (person) {
    const mayJoin = isTheirs && provider.domains === "google-mailboxes" && person.emailVerified !== null;
    if (!mayJoin) return needsCode;
    await link(person.id, identity);
    await tellOfLink(person.email, provider);
    return { ok: true, person };
  }
  if (!isTheirs) return needsCode;
  await admitNewcomer();
  const isProved = provider.domains === "google-mailboxes";
  const made = await insertPersonWithIdentity(
    { email: address, name: claims.name, emailVerified: isProved ? new Date() : null },
    identity,
  );
  return made ? { ok: true, person: made } : needsCode;
}

/** The person of a known identity, who must be the one that is signed in. */
export async function requireSamePerson(
  provider: Provider,
  claims: Claims,
  personId: PersonId,
): Promise<PersonRow> {
  requireAddress(provider, claims);
  const known = await findKnown(provider, claims);
  if (known?.id !== personId) throw new ProviderError("provider_other_account");
  return known;
}

/** Links an identity to somebody signed in; one that is another person's is refused. */
export async function linkToPerson(provider: Provider, claims: Claims, person: PersonActor): Promise<void> {
  const address = requireAddress(provider, claims);
  if (person.boundTo !== undefined) throw new ProviderError("provider_bound");
  requireDomain(provider, person.email);
  await link(person.personId, toIdentity(provider, claims, address));
  await tellOfLink(person.email, provider);
}

/** An organisation's provider opens an account only while the account's own address is of its proved domains. */
async function findKnown(provider: Provider, { issuer, subject }: Claims): Promise<PersonRow | null> {
  const known = await findPersonByIdentity({ connection: provider.connection, issuer, subject });
  if (known) requireDomain(provider, known.email);
  return known;
}

async function link(personId: PersonId, identity: Identity): Promise<void> {
  if (!(await insertIdentity(personId, identity))) throw new ProviderError("provider_taken");
}

/** The verified address, one its provider may vouch for and somebody can have; without it nobody would ever get in. */
export function requireAddress(provider: Provider, { email }: Claims): string {
  if (email === null || isMadeUp(email)) throw new ProviderError("provider_email");
  requireDomain(provider, email);
  return email;
}

function requireDomain({ domains }: Provider, address: string): void {
  if (domains !== "google-mailboxes" && !domains.includes(domainOf(address))) {
    throw new ProviderError("provider_domain");
  }
}

/**
 * Whether who answers for the provider also answers for the mailbox. Google verifies foreign addresses once and never
 * again, so it speaks for its own mail and for the Workspace domain it names.
 */
function runsMailbox({ domains }: Provider, { hostedDomain }: Claims, address: string): boolean {
  const domain = domainOf(address);
  return domains === "google-mailboxes" ? domain === "gmail.com" || domain === hostedDomain : true;
}

function toIdentity({ connection }: Provider, { issuer, subject }: Claims, email: string): Identity {
  return { connection, issuer, subject, email };
}
