"use server";

import { getTranslations } from "next-intl/server";
import { removeOwnKey } from "#lib/upstreams/remove-own-key.ts";
import { StoreOwnKeyInput, UpstreamIdInput } from "#lib/upstreams/schema.ts";
import { storeOwnKey } from "#lib/upstreams/store-own-key.ts";
import { asMember, asRecent } from "../../(console)/admit.ts";
import { submitForm } from "../../(console)/submit-form.ts";
import type { FormState } from "../../_ui/form-state.ts";

/** A key acts as its owner, so it takes a sign-in that is not old. */
const FORM_MINUTES = 120;

export async function storeKey(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("instances");
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: StoreOwnKeyInput,
    secrets: ["key"],
    run: storeOwnKey,
    done: (stored) =>
      stored.ok
        ? `/me/trinity-keys?done=${stored.state === "waiting" ? "waiting" : "stored"}`
        : { errors: [{ fieldId: "key", message: t(`causes.${stored.problem}`) }] },
  });
}

export async function removeKey(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: UpstreamIdInput,
    run: removeOwnKey,
    done: () => "/me/trinity-keys?done=removed",
  });
}
