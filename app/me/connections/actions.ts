"use server";

import { getTranslations } from "next-intl/server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { endConnections } from "#lib/grants/end-connections.ts";
import { listOwnLive } from "#lib/grants/list-own-live.ts";
import { BULK_MAX } from "#lib/grants/schema.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError, isDomainError } from "#lib/kernel/errors.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { asPerson } from "../../(console)/admit.ts";
import { submitForm } from "../../(console)/submit-form.ts";
import type { FormState } from "../../_ui/form-state.ts";

const PATH = "/me/connections";
const OneInput = z.object({ tenantId: z.string(), id: z.string() });

/** Ends one of one's own connections, in whichever organisation it is. */
export async function disconnectOwn(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("connections.disconnect");
  return await submitForm(form, {
    as: asPerson,
    input: OneInput,
    run: async (person, { tenantId, id }) => {
      const actor = await resolveMemberActorById(person, tenantId);
      return await endConnections(actor, { ids: [id] });
    },
    done: ({ outcomes }) => {
      revalidatePath(PATH);
      const count = outcomes.filter(({ outcome }) => outcome === "ended").length;
      return { done: { message: t("done", { count }) } };
    },
  });
}

/** Ends every connection of one's own that still works. */
export async function disconnectAll(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("connections.disconnect");
  return await submitForm(form, {
    as: asPerson,
    input: z.object({}),
    run: endAll,
    done: (count) => {
      revalidatePath(PATH);
      return { done: { message: t("done", { count }) } };
    },
  });
}

/** Organisation by organisation; one that is closed to the person has no live connection of theirs either. */
async function endAll(person: PersonActor): Promise<number> {
  const live = await listOwnLive(person);
  let ended = 0;
  let isRefused = false;
  for (const [tenantId, grants] of Map.groupBy(live, (grant) => grant.tenantId)) {
    const ids = grants.map(({ id }) => id);
    try {
      const actor = await resolveMemberActorById(person, tenantId);
      for (let start = 0; start < ids.length; start += BULK_MAX) {
        const { outcomes } = await endConnections(actor, { ids: ids.slice(start, start + BULK_MAX) });
        ended += outcomes.filter(({ outcome }) => outcome === "ended").length;
      }
    } catch (error) {
      if (!isDomainError(error, "not_found")) throw error;
      isRefused = true;
    }
  }
  if (isRefused && ended === 0) {
    throw new DomainError("not_found", "None of these connections is there any more. Reload the list.");
  }
  return ended;
}
