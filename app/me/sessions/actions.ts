"use server";

import { z } from "zod";
import { endOtherSessions } from "#lib/identity/end-other-sessions.ts";
import { endOwnSession } from "#lib/identity/end-own-session.ts";
import type { Session } from "#lib/identity/find-session.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { type Admission, asPerson } from "../../(console)/admit.ts";
import { submitForm } from "../../(console)/submit-form.ts";
import { currentSession } from "../../_http/current-person.ts";
import type { FormState } from "../../_ui/form-state.ts";

const PATH = "/me/sessions";

export async function endBrowser(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asPerson,
    input: z.strictObject({ id: z.string() }),
    run: async (actor: PersonActor, { id }) => await endOwnSession(actor, id),
    done: () => `${PATH}?done=ended`,
  });
}

export async function endOtherBrowsers(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asSession,
    input: z.strictObject({}),
    run: endOtherSessions,
    done: () => `${PATH}?done=ended-others`,
  });
}

/** With the browser that asks, which stays signed in. */
async function asSession(): Promise<Admission<Session>> {
  const session = await currentSession();
  return session ? { ok: true, actor: session } : { ok: false, problem: { kind: "signed-out" } };
}
