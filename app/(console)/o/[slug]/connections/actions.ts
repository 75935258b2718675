"use server";

import { redirect } from "next/navigation";
import { endConnection } from "#lib/grants/end-connection.ts";
import { toActionResult } from "../../../../_http/to-action-result.ts";
import { loadMember } from "../../../load-member.ts";
import { readField } from "../../../read-field.ts";

export async function disconnect(form: FormData): Promise<void> {
  const actor = await loadMember(readField(form, "slug"), "/o");
  const result = await toActionResult(() => endConnection(actor, { id: readField(form, "id") }));
  const outcome = result.ok ? "done=disconnected" : `problem=${result.code}`;
  redirect(`/o/${actor.tenantSlug}/connections?${outcome}`);
}
