import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { currentPerson } from "../_http/current-person.ts";
import { hasRecentSignIn } from "../_http/require-recent-sign-in.ts";
import type { FormProblem } from "../_ui/form-state.ts";
import { readField } from "./read-field.ts";

/** Who sent a form, or why nobody may: never a redirect, which would lose what was typed. */
export type Admission<Actor> = { ok: true; actor: Actor } | { ok: false; problem: FormProblem };
export type Admit<Actor> = (form: FormData) => Promise<Admission<Actor>>;

/** Somebody signed in. */
export async function asPerson(): Promise<Admission<PersonActor>> {
  const actor = await currentPerson();
  return actor ? { ok: true, actor } : { ok: false, problem: { kind: "signed-out" } };
}

/** Somebody signed in, as a member of the organisation whose short name is the form's `slug`. */
export async function asMember(form: FormData): Promise<Admission<MemberActor>> {
  const person = await asPerson();
  if (!person.ok) return person;
  try {
    return { ok: true, actor: await resolveMemberActor(person.actor, readField(form, "slug")) };
  } catch (error) {
    if (!isDomainError(error, "not_found")) throw error;
    return { ok: false, problem: { kind: "failed", message: error.publicMessage } };
  }
}

/**
 * How old a sign-in may be that sends a form about keys, company sign-in or where rows go; longer than their pages' own
 * demand, so that filling it in loses nothing.
 */
export const FORM_MINUTES = 60;

/** The same, with a sign-in at most that many minutes old: for what cannot be taken back. */
export function asRecent<Actor>(minutes: number, admit: Admit<Actor>): Admit<Actor> {
  return async (form) => {
    const admission = await admit(form);
    if (!admission.ok || (await hasRecentSignIn(minutes))) return admission;
    return { ok: false, problem: { kind: "confirm-again" } };
  };
}
