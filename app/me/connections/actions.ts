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
/** One connection as its button names it: the organisation's id and its own. */
const OwnInput = z.union([
  z.object({ all: z.literal("yes") }),
  z.object({ only: z.string().regex(/^\S{36} \S{36}$/) }),
]);

/** Ends one of one's own connections, in whichever organisation it is, or every one that still works. */
export async function disconnectOwn(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("connections.disconnect");
  return await submitForm(form, {
    as: asPerson,
    input: z.object({ wanted: OwnInput }),
    read: (sent) => ({ wanted: sent.has("all") ? { all: sent.get("all") } : { only: sent.get("only") } }),
    run: async (person, { wanted }) =>
      "all" in wanted ? await endAll(person) : await endOne(person, wanted.only),
    done: (count) => {
      revalidatePath(PATH);
      return { done: { message: t("done", { count }) } };
    },
  });
}

async function endOne(person: PersonActor, only: string): Promise<number> {
  const [tenantId = "", id = ""] = only.split(" ");
  const actor = await resolveMemberActorById(person, tenantId);
  return countEnded(await endConnections(actor, { ids: [id] }));
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
        ended += countEnded(await endConnections(actor, { ids: ids.slice(start, start + BULK_MAX) }));
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

function countEnded({ outcomes }: Awaited<ReturnType<typeof endConnections>>): number {
  return outcomes.filter(({ outcome }) => outcome === "ended").length;
}
