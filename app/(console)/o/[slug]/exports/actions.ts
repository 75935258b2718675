"use server";

import { cancelExport } from "#lib/exports/cancel-export.ts";
import { requestExport } from "#lib/exports/request-export.ts";
import { ExportIdInput, RequestExportInput } from "#lib/exports/schema.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
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

export async function cancel(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: ExportIdInput,
    run: cancelExport,
    done: (_cancelled, { actor }) => `/o/${actor.tenantSlug}/exports?done=cancelled`,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
