"use server";

import { approveTools } from "#lib/upstreams/approve-tools.ts";
import { draftUpstream } from "#lib/upstreams/draft-upstream.ts";
import { editUpstream } from "#lib/upstreams/edit-upstream.ts";
import {
  ApproveToolsInput,
  DraftUpstreamInput,
  EditUpstreamInput,
  SetRolesInput,
  StoreKeyInput,
} from "#lib/upstreams/schema.ts";
import { setUpstreamRoles } from "#lib/upstreams/set-upstream-roles.ts";
import { storeKey } from "#lib/upstreams/store-key.ts";
import type { FormState } from "../../../../../../_ui/form-state.ts";
import { asMember, asRecent } from "../../../../../admit.ts";
import { settle } from "../../../../../settle.ts";
import { submitForm } from "../../../../../submit-form.ts";

/** How old a sign-in may be that stores a key; longer than the page's own demand, so that filling it in loses nothing. */
const FORM_MINUTES = 60;

export async function beginInstance(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: DraftUpstreamInput,
    blame: { invalid_input: "url" },
    run: draftUpstream,
    done: ({ id }, { actor }) => `/o/${actor.tenantSlug}/instances/${id}/setup/key`,
  });
}

export async function saveAddress(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: EditUpstreamInput,
    blame: { invalid_input: "url" },
    run: editUpstream,
    done: (_saved, { actor, input }) => `/o/${actor.tenantSlug}/instances/${input.id}/setup/key`,
  });
}

export async function saveKey(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: StoreKeyInput,
    secrets: ["key"],
    blame: { precondition_failed: "key" },
    run: storeKey,
    done: (_saved, { actor, input }) => `/o/${actor.tenantSlug}/instances/${input.id}/setup/test`,
  });
}

export async function approveFirst(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asMember,
    input: ApproveToolsInput,
    run: approveTools,
    done: (_saved, { actor, input }) => `/o/${actor.tenantSlug}/instances/${input.id}/setup/access`,
  });
  return settle(state);
}

export async function saveRoles(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asMember,
    input: SetRolesInput,
    run: setUpstreamRoles,
    done: (_saved, { actor, input }) => `/o/${actor.tenantSlug}/instances/${input.id}?done=roles`,
  });
  return settle(state);
}
