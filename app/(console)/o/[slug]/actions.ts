"use server";

import { refresh } from "next/cache";
import { closeChecklist } from "#lib/tenants/close-checklist.ts";
import { toActionResult } from "../../../_http/to-action-result.ts";
import { loadMember } from "../../load-member.ts";
import { readField } from "../../read-field.ts";

export async function closeFirstSteps(form: FormData): Promise<void> {
  const slug = readField(form, "slug");
  const actor = await loadMember(slug, `/o/${slug}`);
  await toActionResult(() => closeChecklist(actor, {}));
  refresh();
}
