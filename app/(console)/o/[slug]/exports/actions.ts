"use server";

import { redirect } from "next/navigation";
import { cancelExport } from "#lib/exports/cancel-export.ts";
import { requestExport } from "#lib/exports/request-export.ts";
import { RequestExportInput } from "#lib/exports/schema.ts";
import { toActionResult } from "../../../../_http/to-action-result.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
import { loadMember } from "../../../load-member.ts";
import { readField } from "../../../read-field.ts";
import { submitForm } from "../../../submit-form.ts";

export async function askForExport(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: RequestExportInput,
    read: (sent) => ({
      kind: readField(sent, "kind"),
      format: readField(sent, "format"),
      filter: parseJson(readField(sent, "filter")),
      timeZone: readField(sent, "timeZone"),
    }),
    run: requestExport,
    done: (_asked, { actor }) => `/o/${actor.tenantSlug}/exports?done=requested`,
  });
}

export async function cancel(form: FormData): Promise<void> {
  const slug = readField(form, "slug");
  const page = `/o/${slug}/exports`;
  const actor = await loadMember(slug, page);
  const result = await toActionResult(() => cancelExport(actor, { id: readField(form, "id") }));
  redirect(`${page}?${result.ok ? "done=cancelled" : `problem=${result.code}`}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
