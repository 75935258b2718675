"use server";

import { getTranslations } from "next-intl/server";
import { revalidatePath } from "next/cache";
import { type EndOutcome, endConnections } from "#lib/grants/end-connections.ts";
import { narrowGrant } from "#lib/grants/narrow-grant.ts";
import { EndConnectionsInput, NarrowGrantInput } from "#lib/grants/schema.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
import { submitForm } from "../../../submit-form.ts";

/** What became of those that did not end now. */
export type NotEnded = { id: string; outcome: Exclude<EndOutcome, "ended">; app?: string; person?: string }[];

/** Ends the ticked connections, or the one whose own button was pressed. */
export async function disconnect(_before: FormState<NotEnded>, form: FormData): Promise<FormState<NotEnded>> {
  const t = await getTranslations("connections.disconnect");
  return await submitForm(form, {
    as: asMember,
    input: EndConnectionsInput,
    read: (sent) => ({ ids: sent.has("only") ? [sent.get("only")] : sent.getAll("ids") }),
    run: endConnections,
    done: ({ outcomes }, { actor }) => {
      revalidatePath(`/o/${actor.tenantSlug}/connections`, "layout");
      const result = outcomes.flatMap(({ outcome, ...rest }) =>
        outcome === "ended" ? [] : [{ ...rest, outcome }],
      );
      return { done: { message: t("done", { count: outcomes.length - result.length }) }, result };
    },
  });
}

/** Takes away what was unticked. */
export async function narrow(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("connections.narrow");
  return await submitForm(form, {
    as: asMember,
    input: NarrowGrantInput,
    blame: { invalid_input: "groups" },
    run: async (actor, input) => {
      try {
        return await narrowGrant(actor, input);
      } finally {
        // Also after a conflict: what is ticked stays, beside what is so by now.
        revalidatePath(`/o/${actor.tenantSlug}/connections`, "layout");
      }
    },
    done: ({ groups }) => ({ done: { message: t("done", { count: groups.length }) } }),
  });
}
