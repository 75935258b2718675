"use server";

import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { approveTools } from "#lib/upstreams/approve-tools.ts";
import { decidePersonalKey } from "#lib/upstreams/decide-personal-key.ts";
import { editUpstream } from "#lib/upstreams/edit-upstream.ts";
import { pauseUpstream } from "#lib/upstreams/pause-upstream.ts";
import { removeUpstream } from "#lib/upstreams/remove-upstream.ts";
import { replaceKey } from "#lib/upstreams/replace-key.ts";
import {
  ApproveToolsInput,
  type CheckRow,
  DecideKeyInput,
  EditUpstreamInput,
  PauseUpstreamInput,
  ReplaceKeyInput,
  SetKeyAccessInput,
  SetKeyModeInput,
  SwitchFeaturesInput,
  SwitchToolsInput,
  UpstreamIdInput,
} from "#lib/upstreams/schema.ts";
import { setKeyAccess } from "#lib/upstreams/set-key-access.ts";
import { setKeyMode } from "#lib/upstreams/set-key-mode.ts";
import { settleKey } from "#lib/upstreams/settle-key.ts";
import { switchFeatures } from "#lib/upstreams/switch-features.ts";
import { switchTools } from "#lib/upstreams/switch-tools.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember, asRecent, FORM_MINUTES } from "../../../admit.ts";
import { readField } from "../../../read-field.ts";
import { settle } from "../../../settle.ts";
import { submitForm } from "../../../submit-form.ts";
import { takeBack, toUndo } from "../../../take-back.ts";

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

export async function settleReplaced(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: UpstreamIdInput,
    run: settleKey,
    done: (_result, { actor, input }) => toTab(actor, input.id, "key", "settled"),
  });
}

export async function changeMode(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asMember,
    input: SetKeyModeInput,
    run: setKeyMode,
    done: (_result, { actor, input }) => toTab(actor, input.id, "key", "saved"),
  });
  return settle(state);
}

export async function decideKey(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asMember,
    input: DecideKeyInput,
    run: decidePersonalKey,
    done: (_result, { actor, input }) => toTab(actor, input.id, "key", "decided"),
  });
  return settle(state);
}

export async function editInstance(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: EditUpstreamInput,
    blame: { invalid_input: "url" },
    run: editUpstream,
    done: ({ isWiped }, { actor, input }) =>
      isWiped
        ? `/o/${actor.tenantSlug}/instances/${input.id}?done=wiped`
        : toTab(actor, input.id, "danger", "saved"),
  });
  return settle(state);
}

export async function pauseInstance(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, { input: PauseUpstreamInput, run: pauseUpstream });
  const t = await getTranslations("instances.done");
  const state = await submitForm(form, {
    as: asMember,
    input: PauseUpstreamInput,
    run: pauseUpstream,
    done: ({ isPaused, undo }) => ({
      done: { message: t(isPaused ? "paused" : "resumed"), undo: toUndo(form, undo) },
    }),
  });
  return settle(state);
}

function toTab(actor: MemberActor, id: string, tab: string, done: string): string {
  return `/o/${actor.tenantSlug}/instances/${id}?tab=${tab}&done=${done}`;
}

export async function approveList(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asMember,
    input: ApproveToolsInput,
    run: approveTools,
    done: (_approved, { actor, input }) => toTab(actor, input.id, "tools", "approved"),
  });
  return settle(state);
}

/** A press on one tool's button: `on` or `off`, and the tool's id. */
export async function switchTool(_before: FormState, form: FormData): Promise<FormState> {
  const { isOn, name } = readPress(form);
  const state = await submitForm(form, {
    as: asMember,
    input: SwitchToolsInput,
    read: (sent) => ({ id: readField(sent, "id"), toolIds: [name], isOn }),
    run: switchTools,
    done: (_switched, { actor, input }) => toTab(actor, input.id, "tools", isOn ? "on" : "off"),
  });
  return settle(state);
}

/** The same for what there is beside tools. */
export async function switchFeature(_before: FormState, form: FormData): Promise<FormState> {
  const { isOn, name } = readPress(form);
  const state = await submitForm(form, {
    as: asMember,
    input: SwitchFeaturesInput,
    read: (sent) => ({ id: readField(sent, "id"), features: [name], isOn }),
    run: switchFeatures,
    done: (_switched, { actor, input }) =>
      toTab(actor, input.id, "tools", isOn ? "feature-on" : "feature-off"),
  });
  return settle(state);
}

function readPress(form: FormData): { isOn: boolean; name: string } {
  const [to, name = ""] = readField(form, "press").split(" ");
  return { isOn: to === "on", name };
}

/** An admin's decision about who else may come in needs a recent sign-in, as a key's does. */
export async function setKeys(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: SetKeyAccessInput,
    blame: { forbidden: "role" },
    run: setKeyAccess,
    done: ({ isAllowed }, { actor, input }) =>
      toTab(actor, input.id, "access", isAllowed ? "keys-on" : "keys-off"),
  });
  return settle(state);
}

export async function removeInstance(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: UpstreamIdInput,
    run: removeUpstream,
    done: (_removed, { actor }) => `/o/${actor.tenantSlug}/instances?done=removed`,
  });
  return settle(state);
}
