import { redirect } from "next/navigation";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { requirePerson } from "../../_http/current-person.ts";

/** Where a signed-in person starts: their organisation (the first by name), or making one. */
export default async function StartPage() {
  const [first] = await listMemberships(await requirePerson("/o"));
  redirect(first ? `/o/${first.slug}` : "/welcome");
}
