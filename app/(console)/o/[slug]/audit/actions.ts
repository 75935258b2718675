"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { SeqInput } from "#lib/audit/schema.ts";
import { type AuditVerdict, verifyAudit } from "#lib/audit/verify-audit.ts";
import { takeBackChange } from "#lib/operations/take-back-change.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
import { readField } from "../../../read-field.ts";
import { settle } from "../../../settle.ts";
import { submitForm } from "../../../submit-form.ts";
import { readSeq } from "./read-seq.ts";

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

export async function takeBack(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("audit.row");
  const state = await submitForm(form, {
    as: asMember,
    input: SeqInput,
    read: (sent) => ({ seq: readSeq(readField(sent, "seq")) }),
    run: takeBackChange,
    done: () => ({ done: { message: t("tookBack") } }),
  });
  return settle(state);
}
