"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { approveTools } from "#lib/upstreams/approve-tools.ts";
import { checkUpstream } from "#lib/upstreams/check-upstream.ts";
import { connectUpstream } from "#lib/upstreams/connect-upstream.ts";
import { removeUpstream } from "#lib/upstreams/remove-upstream.ts";
import { replaceKey } from "#lib/upstreams/replace-key.ts";
import { ConnectUpstreamInput, ReplaceKeyInput, UpstreamIdInput } from "#lib/upstreams/schema.ts";
import { setKeyAccess } from "#lib/upstreams/set-key-access.ts";
import { switchFeatures } from "#lib/upstreams/switch-features.ts";
import { switchTools } from "#lib/upstreams/switch-tools.ts";
import { requireRecentSignIn } from "../../../../_http/require-recent-sign-in.ts";
import { toActionResult } from "../../../../_http/to-action-result.ts";
import { asMember, asRecent } from "../../../admit.ts";
import { loadMember } from "../../../load-member.ts";
import { readField } from "../../../read-field.ts";
import { submitForm } from "../../../submit-form.ts";
import type { InstanceState } from "./instance-state.ts";

/** How old a sign-in may be that changes a key; longer than the page's own demand, so that filling it in loses nothing. */
const FORM_MINUTES = 60;

export async function addInstance(_before: InstanceState, form: FormData): Promise<InstanceState> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: ConnectUpstreamInput,
    secrets: ["key"],
    blame: { invalid_input: "url", precondition_failed: "url" },
    run: connectUpstream,
    done: (added, { actor }) =>
      added.ok ? `/o/${actor.tenantSlug}/instances/${added.id}?done=added` : { result: added.rows },
  });
}

export async function changeKey(_before: InstanceState, form: FormData): Promise<InstanceState> {
  return await submitForm(form, {
    as: asRecent(FORM_MINUTES, asMember),
    input: ReplaceKeyInput,
    secrets: ["key"],
    run: replaceKey,
    done: (changed, { actor, input }) =>
      changed.ok ? `/o/${actor.tenantSlug}/instances/${input.id}?done=key` : { result: changed.rows },
  });
}

/** What the test found is on the page at once, beside its rows. */
export async function testInstance(_before: InstanceState, form: FormData): Promise<InstanceState> {
  return await submitForm(form, {
    as: asMember,
    input: UpstreamIdInput,
    run: checkUpstream,
    done: ({ rows }) => {
      refresh();
      return { result: rows };
    },
  });
}

export async function approveList(form: FormData): Promise<void> {
  const { actor, page, id } = await resolve(form);
  const result = await toActionResult(() => approveTools(actor, { id, digest: readField(form, "digest") }));
  redirect(`${page}?${result.ok ? "done=approved" : `problem=${result.code}`}`);
}

export async function switchTool(form: FormData): Promise<void> {
  const { actor, page, id } = await resolve(form);
  const isOn = readField(form, "to") === "on";
  const result = await toActionResult(() =>
    switchTools(actor, { id, toolIds: [readField(form, "toolId")], isOn }),
  );
  redirect(`${page}?${result.ok ? `done=${isOn ? "on" : "off"}` : `problem=${result.code}`}`);
}

export async function switchFeature(form: FormData): Promise<void> {
  const { actor, page, id } = await resolve(form);
  const isOn = readField(form, "to") === "on";
  const result = await toActionResult(() =>
    switchFeatures(actor, { id, features: [readField(form, "feature")], isOn }),
  );
  redirect(`${page}?${result.ok ? `done=feature-${isOn ? "on" : "off"}` : `problem=${result.code}`}`);
}

/** An admin's decision about who else may come in needs a recent sign-in, as a key's does. */
export async function setKeys(form: FormData): Promise<void> {
  const { actor, page, id } = await resolve(form);
  await requireRecentSignIn(FORM_MINUTES, page);
  const isAllowed = readField(form, "to") === "on";
  const role = isAllowed ? readField(form, "role") || null : null;
  const result = await toActionResult(() => setKeyAccess(actor, { id, isAllowed, role }));
  redirect(`${page}?${result.ok ? `done=keys-${isAllowed ? "on" : "off"}` : `problem=${result.code}`}`);
}

export async function removeInstance(form: FormData): Promise<void> {
  const { actor, base, page, id } = await resolve(form);
  await requireRecentSignIn(FORM_MINUTES, page);
  const result = await toActionResult(() => removeUpstream(actor, { id }));
  redirect(result.ok ? `${base}?done=removed` : `${page}?problem=${result.code}`);
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
