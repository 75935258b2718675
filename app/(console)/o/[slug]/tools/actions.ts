"use server";

import { getFormatter, getTranslations } from "next-intl/server";
import { refresh } from "next/cache";
import { applyToolPreset } from "#lib/access/apply-tool-preset.ts";
import { removeArgumentLimit } from "#lib/access/remove-argument-limit.ts";
import { revertArgumentLimit } from "#lib/access/revert-argument-limit.ts";
import { revertToolPolicies } from "#lib/access/revert-tool-policies.ts";
import {
  ApplyToolPresetInput,
  RemoveArgumentLimitInput,
  RevertArgumentLimitInput,
  RevertToolPoliciesInput,
  SetArgumentLimitInput,
  SwitchToolPoliciesInput,
} from "#lib/access/schema.ts";
import { setArgumentLimit } from "#lib/access/set-argument-limit.ts";
import { type SwitchedPolicies, switchToolPolicies } from "#lib/access/switch-tool-policies.ts";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import { labelTool, LabelToolInput } from "#lib/catalog/label-tool.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { reopenTools } from "#lib/upstreams/reopen-tools.ts";
import { reviewTools } from "#lib/upstreams/review-tools.ts";
import { ReopenToolsInput, ReviewToolsInput, SwitchToolsInput } from "#lib/upstreams/schema.ts";
import { switchTools } from "#lib/upstreams/switch-tools.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
import { readField } from "../../../read-field.ts";
import { settle } from "../../../settle.ts";
import { submitForm } from "../../../submit-form.ts";
import { takeBack, toUndo } from "../../../take-back.ts";
import { readLabel, readLimit, readReview, readState, readSwitch } from "./read-forms.ts";

/** One switch, a whole group, or the selected tools; and each of them taken back. */
export async function changePolicies(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, POLICIES_BACK);
  const t = await getTranslations("tools");
  return await submitForm(form, {
    as: asMember,
    input: SwitchToolPoliciesInput,
    read: readSwitch,
    run: switchToolPolicies,
    done: (switched, { input: { subject, names, roles, isAllowed } }) => {
      refresh();
      const [name = "", [role = "member"]] = [names[0], roles];
      const isOne = names.length === 1 && roles.length === 1;
      const state = isAllowed ? "on" : "off";
      const message = !isOne
        ? t("done.many", { count: switched.changed })
        : subject === "tool"
          ? t("done.one", { tool: classifyTool({ name }).title, state, role: t(`roles.${role}`) })
          : t("done.group", { group: findGroup(name)?.title ?? name, state, role: t(`roles.${role}`) });
      return { done: { message, undo: toUndo(form, toChanges(switched)) } };
    },
  });
}

export async function applyPreset(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, POLICIES_BACK);
  const [t, format] = await Promise.all([getTranslations("tools"), getFormatter()]);
  return await submitForm(form, {
    as: asMember,
    input: ApplyToolPresetInput,
    read: (sent) => ({
      preset: readField(sent, "preset"),
      roles: sent.getAll("roles"),
      seen: readSwitch(sent).seen,
    }),
    run: applyToolPreset,
    done: (switched, { input: { preset, roles } }) => {
      refresh();
      const names = ROLES.filter((role) => roles.includes(role)).map((role) => t(`roles.${role}`));
      const roleList = format.list(names, "all");
      const message = t("done.preset", { preset: t(`presets.${preset}`), roles: roleList });
      return { done: { message, undo: toUndo(form, toChanges(switched)) } };
    },
  });
}

function toChanges({ undo }: SwitchedPolicies): object | null {
  return undo.length === 0 ? null : { changes: undo };
}

const POLICIES_BACK = { input: RevertToolPoliciesInput, run: revertToolPolicies };
const REVIEW_BACK = { input: ReopenToolsInput, run: reopenTools };
const SWITCH_BACK = { input: SwitchToolsInput, run: switchTools };
const LIMIT_BACK = { input: RevertArgumentLimitInput, run: revertArgumentLimit };

/** Approves waiting tools as they were seen, or keeps them off. */
export async function review(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, REVIEW_BACK);
  const t = await getTranslations("tools");
  return await submitForm(form, {
    as: asMember,
    input: ReviewToolsInput,
    read: readReview,
    run: reviewTools,
    done: ({ reviewed, undo }, { input: { decision } }) => {
      refresh();
      const message = t(decision === "approved" ? "done.approved" : "done.keptOff", { count: reviewed });
      return { done: { message, undo: toUndo(form, undo) } };
    },
  });
}

/** Switches one tool off for everybody, or on again as its definition was seen. */
export async function switchState(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, SWITCH_BACK);
  return await (readField(form, "to") === "on" ? switchOn(form) : switchOff(form));
}

async function switchOff(form: FormData): Promise<FormState> {
  const t = await getTranslations("tools");
  return await submitForm(form, {
    as: asMember,
    input: SwitchToolsInput,
    read: (sent) => ({ ...readState(sent), isOn: false }),
    run: switchTools,
    done: (_switched, { input }) => {
      refresh();
      return { done: { message: t("done.switchedOff"), undo: toUndo(form, { ...input, isOn: true }) } };
    },
  });
}

/** As a review: what was never approved, or changed while it was off, is approved by being switched on. */
async function switchOn(form: FormData): Promise<FormState> {
  const t = await getTranslations("tools");
  const { id, toolIds, seen } = readState(form);
  return await submitForm(form, {
    as: asMember,
    input: ReviewToolsInput,
    read: () => ({ ids: toolIds, seen, decision: "approved" }),
    run: reviewTools,
    done: () => {
      refresh();
      const undo = toUndo(form, { id, toolIds, seen, isOn: false });
      return { done: { message: t("done.switchedOn"), undo } };
    },
  });
}

export async function label(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("tools");
  return await submitForm(form, {
    as: asMember,
    input: LabelToolInput,
    read: readLabel,
    run: labelTool,
    done: (_saved, { input: { hints } }) => {
      refresh();
      return { done: { message: t(hints === null ? "done.unlabelled" : "done.labelled") } };
    },
  });
}

export async function limit(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, LIMIT_BACK);
  const t = await getTranslations("tools");
  const state = await submitForm(form, {
    as: asMember,
    input: SetArgumentLimitInput,
    read: readLimit,
    run: setArgumentLimit,
    done: ({ undo }) => ({ done: { message: t("done.limited"), undo: toUndo(form, undo) } }),
  });
  return settle(state);
}

export async function removeLimit(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, LIMIT_BACK);
  const t = await getTranslations("tools");
  return await submitForm(form, {
    as: asMember,
    input: RemoveArgumentLimitInput,
    run: removeArgumentLimit,
    done: ({ undo }) => {
      refresh();
      return { done: { message: t("done.unlimited"), undo: toUndo(form, undo) } };
    },
  });
}
