"use server";

import { getFormatter, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { startPreflight } from "#lib/operations/start-preflight.ts";
import { blockApp } from "#lib/operators/block-app.ts";
import { endReviewCode } from "#lib/operators/end-review-code.ts";
import { issueReviewCode } from "#lib/operators/issue-review-code.ts";
import { openIncident } from "#lib/operators/open-incident.ts";
import { removeApp } from "#lib/operators/remove-app.ts";
import {
  EndReviewCodeInput,
  IssueReviewCodeInput,
  NothingInput,
  OpenIncidentInput,
  AppInput,
  BlockAppInput,
  SwitchTenantInput,
  UpdateIncidentInput,
} from "#lib/operators/schema.ts";
import { switchTenant } from "#lib/operators/switch-tenant.ts";
import { unblockApp } from "#lib/operators/unblock-app.ts";
import { updateIncident } from "#lib/operators/update-incident.ts";
import { readField } from "../(console)/read-field.ts";
import { submitForm } from "../(console)/submit-form.ts";
import { requireOperator } from "../_http/require-operator.ts";
import { toActionResult } from "../_http/to-action-result.ts";
import type { FormState } from "../_ui/form-state.ts";
import { toHref } from "../_ui/query.ts";
import { asOperator } from "./as-operator.ts";

export type ShownCode = { address: string; code: string; until: string };

/** Suspends an organisation or lets it run again, and comes back to its page. */
export async function switchRunning(form: FormData): Promise<void> {
  const actor = await requireOperator();
  const slug = readField(form, "slug");
  const isSuspended = readField(form, "to") === "suspend";
  const input = SwitchTenantInput.safeParse({ slug, isSuspended });
  if (!input.success) redirect("/ops/tenants?problem=invalid_input");
  const result = await toActionResult(() => switchTenant(actor, input.data));
  const done = isSuspended ? "suspended" : "resumed";
  redirect(toHref(`/ops/tenants/${slug}`, result.ok ? { done } : { problem: result.code }));
}

/** Removes a registered app everywhere. */
export async function removeRegistered(form: FormData): Promise<void> {
  const actor = await requireOperator();
  const input = AppInput.safeParse({ id: readField(form, "id") });
  if (!input.success) redirect("/ops/clients?problem=invalid_input");
  const result = await toActionResult(() => removeApp(actor, input.data));
  redirect(toHref("/ops/clients", result.ok ? { done: "removed" } : { problem: result.code }));
}

/** Blocks an app on the whole server. */
export async function block(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asOperator,
    input: BlockAppInput,
    blame: { not_found: "id" },
    run: blockApp,
    done: () => "/ops/clients?done=blocked",
  });
}

/** Takes the block of an app back. */
export async function unblock(form: FormData): Promise<void> {
  const actor = await requireOperator();
  const input = AppInput.safeParse({ id: readField(form, "id") });
  if (!input.success) redirect("/ops/clients?problem=invalid_input");
  const result = await toActionResult(() => unblockApp(actor, input.data));
  redirect(toHref("/ops/clients", result.ok ? { done: "unblocked" } : { problem: result.code }));
}

/** Ends a review code. */
export async function endCode(form: FormData): Promise<void> {
  const actor = await requireOperator();
  const input = EndReviewCodeInput.safeParse({ id: readField(form, "id") });
  if (!input.success) redirect("/ops/health?problem=invalid_input");
  const result = await toActionResult(() => endReviewCode(actor, input.data));
  redirect(toHref("/ops/health", result.ok ? { done: "ended" } : { problem: result.code }));
}

/** Gives out a review code, which the form shows this once. */
export async function issueCode(
  _before: FormState<ShownCode>,
  form: FormData,
): Promise<FormState<ShownCode>> {
  const format = await getFormatter();
  return await submitForm(form, {
    as: asOperator,
    input: IssueReviewCodeInput,
    run: issueReviewCode,
    done: ({ address, code, expiresAt }) => ({
      result: { address, code, until: format.dateTime(expiresAt, "day") },
    }),
  });
}

export async function open(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asOperator,
    input: OpenIncidentInput,
    read: (sent) => ({
      title: readField(sent, "title"),
      impact: readField(sent, "impact"),
      components: sent.getAll("components"),
      text: readField(sent, "text"),
    }),
    run: openIncident,
    done: () => "/ops/incidents?done=opened",
  });
}

export async function update(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("ops.incidents");
  return await submitForm(form, {
    as: asOperator,
    input: UpdateIncidentInput,
    blame: { not_found: "text" },
    run: updateIncident,
    done: (_value, { input }) =>
      input.state === "resolved" ? "/ops/incidents?done=ended" : { done: { message: t("done.updated") } },
  });
}

/** Begins a run of the pre-flight; the page shows how far it is. */
export async function runChecks(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asOperator,
    input: NothingInput,
    run: startPreflight,
    done: () => "/ops/preflight",
  });
}
