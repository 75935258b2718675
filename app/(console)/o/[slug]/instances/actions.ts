"use server";

import { redirect } from "next/navigation";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { approveTools } from "#lib/upstreams/approve-tools.ts";
import { decidePersonalKey } from "#lib/upstreams/decide-personal-key.ts";
import { editUpstream } from "#lib/upstreams/edit-upstream.ts";
import { pauseUpstream } from "#lib/upstreams/pause-upstream.ts";
import { removeUpstream } from "#lib/upstreams/remove-upstream.ts";
import { replaceKey } from "#lib/upstreams/replace-key.ts";
import {
  type CheckRow,
  DecideKeyInput,
  EditUpstreamInput,
  PauseUpstreamInput,
  ReplaceKeyInput,
  SetKeyModeInput,
  UpstreamIdInput,
} from "#lib/upstreams/schema.ts";
import { setKeyAccess } from "#lib/upstreams/set-key-access.ts";
import { setKeyMode } from "#lib/upstreams/set-key-mode.ts";
import { settleKey } from "#lib/upstreams/settle-key.ts";
import { switchFeatures } from "#lib/upstreams/switch-features.ts";
import { switchTools } from "#lib/upstreams/switch-tools.ts";
import { requireRecentSignIn } from "../../../../_http/require-recent-sign-in.ts";
import { toActionResult } from "../../../../_http/to-action-result.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember, asRecent } from "../../../admit.ts";
import { loadMember } from "../../../load-member.ts";
import { readField } from "../../../read-field.ts";
import { submitForm } from "../../../submit-form.ts";

/** How old a sign-in may be that changes a key; longer than the page's own demand, so that filling it in loses nothing. */
const FORM_MINUTES = 60;

export async function changeKey(
  _before: FormState<readonly CheckRow[]>,
  form: FormData,
): Promise<FormState<readonly CheckRow[]>> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: ReplaceKeyInput,
    secrets: ["key"],
    run: async (actor: MemberActor, input) => await replaceKey(actor, input),
    done: (changed, { actor, input }) =>
      changed.ok ? toTab(actor, input.id, "key", "key") : { result: changed.rows },
  });
}

export async function settle(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: UpstreamIdInput,
    run: settleKey,
    done: (_result, { actor, input }) => toTab(actor, input.id, "key", "settled"),
  });
}

export async function changeMode(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: SetKeyModeInput,
    run: setKeyMode,
    done: (_result, { actor, input }) => toTab(actor, input.id, "key", "saved"),
  });
}

export async function decideKey(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: DecideKeyInput,
    run: decidePersonalKey,
    done: (_result, { actor, input }) => toTab(actor, input.id, "key", "decided"),
  });
}

export async function editInstance(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: EditUpstreamInput,
    blame: { invalid_input: "url" },
    run: editUpstream,
    done: ({ isWiped }, { actor, input }) =>
      isWiped
        ? `/o/${actor.tenantSlug}/instances/${input.id}?done=wiped`
        : toTab(actor, input.id, "danger", "saved"),
  });
}

export async function pauseInstance(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: PauseUpstreamInput,
    run: pauseUpstream,
    done: ({ isPaused }, { actor, input }) =>
      toTab(actor, input.id, "danger", isPaused ? "paused" : "resumed"),
  });
}

function toTab(actor: MemberActor, id: string, tab: string, done: string): string {
  return `/o/${actor.tenantSlug}/instances/${id}?tab=${tab}&done=${done}`;
}

export async function approveList(form: FormData): Promise<void> {
  const { actor, page, id } = await resolve(form);
  const result = await toActionResult(() => approveTools(actor, { id, digest: readField(form, "digest") }));
  redirect(`${page}?tab=tools&${result.ok ? "done=approved" : `problem=${result.code}`}`);
}

export async function switchTool(form: FormData): Promise<void> {
  const { actor, page, id } = await resolve(form);
  const isOn = readField(form, "to") === "on";
  const result = await toActionResult(() =>
    switchTools(actor, { id, toolIds: [readField(form, "toolId")], isOn }),
  );
  redirect(`${page}?tab=tools&${result.ok ? `done=${isOn ? "on" : "off"}` : `problem=${result.code}`}`);
}

export async function switchFeature(form: FormData): Promise<void> {
  const { actor, page, id } = await resolve(form);
  const isOn = readField(form, "to") === "on";
  const result = await toActionResult(() =>
    switchFeatures(actor, { id, features: [readField(form, "feature")], isOn }),
  );
  redirect(
    `${page}?tab=tools&${result.ok ? `done=feature-${isOn ? "on" : "off"}` : `problem=${result.code}`}`,
  );
}

/** An admin's decision about who else may come in needs a recent sign-in, as a key's does. */
export async function setKeys(form: FormData): Promise<void> {
  const { actor, page, id } = await resolve(form);
  await requireRecentSignIn(FORM_MINUTES, page);
  const isAllowed = readField(form, "to") === "on";
  const role = isAllowed ? readField(form, "role") || null : null;
  const result = await toActionResult(() => setKeyAccess(actor, { id, isAllowed, role }));
  redirect(
    `${page}?tab=access&${result.ok ? `done=keys-${isAllowed ? "on" : "off"}` : `problem=${result.code}`}`,
  );
}

export async function removeInstance(form: FormData): Promise<void> {
  const { actor, base, page, id } = await resolve(form);
  await requireRecentSignIn(FORM_MINUTES, page);
  const result = await toActionResult(() => removeUpstream(actor, { id }));
  redirect(result.ok ? `${base}?done=removed` : `${page}?tab=danger&problem=${result.code}`);
}

async function resolve(
  form: FormData,
): Promise<{ actor: MemberActor; base: string; page: string; id: string }> {
  const slug = readField(form, "slug");
  const actor = await loadMember(slug, "/o");
  const base = `/o/${actor.tenantSlug}/instances`;
  const id = readField(form, "id");
  return { actor, base, page: `${base}/${encodeURIComponent(id)}`, id };
}
