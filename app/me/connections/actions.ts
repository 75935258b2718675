"use server";

import { redirect } from "next/navigation";
import { endConnection } from "#lib/grants/end-connection.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { readField } from "../../(console)/read-field.ts";
import { requirePerson } from "../../_http/current-person.ts";
import { toActionResult } from "../../_http/to-action-result.ts";

export async function disconnectOwn(form: FormData): Promise<void> {
  const person = await requirePerson("/me/connections");
  const result = await toActionResult(async () => {
    const actor = await resolveMemberActorById(person, readField(form, "tenantId"));
    return await endConnection(actor, { id: readField(form, "id") });
  });
  redirect(`/me/connections?${result.ok ? "done=disconnected" : `problem=${result.code}`}`);
}
