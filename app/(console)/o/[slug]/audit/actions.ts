"use server";

import { z } from "zod";
import { type AuditVerdict, verifyAudit } from "#lib/audit/verify-audit.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
import { submitForm } from "../../../submit-form.ts";

export async function checkChain(
  _before: FormState<AuditVerdict>,
  form: FormData,
): Promise<FormState<AuditVerdict>> {
  return await submitForm(form, {
    as: asMember,
    input: z.strictObject({}),
    run: verifyAudit,
    done: (verdict): { result: AuditVerdict } => ({ result: verdict }),
  });
}
