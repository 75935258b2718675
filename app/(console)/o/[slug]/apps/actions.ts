"use server";

import { getTranslations } from "next-intl/server";
import { refresh } from "next/cache";
import { allowClient } from "#lib/grants/allow-client.ts";
import { blockClient } from "#lib/grants/block-client.ts";
import { decideClientRequest } from "#lib/grants/decide-client-request.ts";
import {
  BlockClientInput,
  DecideClientRequestInput,
  PublishedAddressInput,
  SetAppPolicyInput,
  SetClientPolicyInput,
  UnblockClientInput,
} from "#lib/grants/schema.ts";
import { setAppPolicy } from "#lib/grants/set-app-policy.ts";
import { setClientPolicy } from "#lib/grants/set-client-policy.ts";
import { unblockClient } from "#lib/grants/unblock-client.ts";
import { findPublishedClient } from "#lib/oauth/find-published-client.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
import { readField } from "../../../read-field.ts";
import { submitForm } from "../../../submit-form.ts";
import { takeBack, toUndo } from "../../../take-back.ts";

export async function chooseRule(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, { input: SetAppPolicyInput, run: setAppPolicy });
  const t = await getTranslations("apps.rule");
  return await submitForm(form, {
    as: asMember,
    input: SetAppPolicyInput,
    run: setAppPolicy,
    done: ({ undo }) => {
      refresh();
      return { done: { message: t("saved"), undo: toUndo(form, undo) } };
    },
  });
}

/** What the app says of itself is read before the list is touched: nothing is fetched inside a transaction. */
export async function addApp(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: PublishedAddressInput,
    blame: { invalid_input: "address", conflict: "address" },
    run: async (actor, { address }) => await allowClient(actor, await findPublishedClient(address.trim())),
    done: ({ id }, { actor }) => `/o/${actor.tenantSlug}/apps/${id}?done=saved`,
  });
}

export async function answerRequest(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: DecideClientRequestInput,
    run: decideClientRequest,
    done: (_decided, { actor, input }) =>
      `/o/${actor.tenantSlug}/apps?view=requests&done=${input.isApproved ? "approved" : "declined"}`,
  });
}

export async function decideApp(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, { input: SetClientPolicyInput, run: setClientPolicy });
  const t = await getTranslations("apps.app");
  return await submitForm(form, {
    as: asMember,
    input: SetClientPolicyInput,
    read: (sent) => ({
      id: readField(sent, "id"),
      version: readField(sent, "version"),
      decision: readField(sent, "decision"),
      effectMax: readField(sent, "effectMax"),
      hosts: readLines(readField(sent, "hosts")),
    }),
    run: setClientPolicy,
    done: ({ undo }) => {
      refresh();
      return { done: { message: t("saved"), undo: toUndo(form, undo) } };
    },
  });
}

/** One that nobody was connected with, and nobody had asked for, can be let in again as it was. */
export async function blockApp(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, { input: UnblockClientInput, run: unblockClient });
  const t = await getTranslations("apps.app");
  return await submitForm(form, {
    as: asMember,
    input: BlockClientInput,
    run: blockClient,
    done: ({ undo }, { actor, input }) => {
      if (undo === null) return `/o/${actor.tenantSlug}/apps/${input.id}?done=blocked`;
      refresh();
      return { done: { message: t("blockedUnused"), undo: toUndo(form, undo) } };
    },
  });
}

export async function unblockApp(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: UnblockClientInput,
    run: unblockClient,
    done: (_unblocked, { actor, input }) => `/o/${actor.tenantSlug}/apps/${input.id}?done=unblocked`,
  });
}

function readLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim().toLowerCase())
    .filter(Boolean);
}
