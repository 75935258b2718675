"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { closeChecklist } from "#lib/tenants/close-checklist.ts";
import type { FormState } from "../../../_ui/form-state.ts";
import { asMember } from "../../admit.ts";
import { submitForm } from "../../submit-form.ts";

export async function closeFirstSteps(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: z.strictObject({}),
    run: closeChecklist,
    done: () => {
      refresh();
      return {};
    },
  });
}
