"use server";

import { saveProfile } from "#lib/identity/save-profile.ts";
import { ProfileInput } from "#lib/identity/schema.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { followName } from "#lib/tenants/follow-name.ts";
import { asPerson } from "../(console)/admit.ts";
import { submitForm } from "../(console)/submit-form.ts";
import type { FormState } from "../_ui/form-state.ts";

export async function changeProfile(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asPerson,
    input: ProfileInput,
    run: async (actor: PersonActor, input) => await followName(await saveProfile(actor, input)),
    done: () => "/me?done=saved",
  });
}
