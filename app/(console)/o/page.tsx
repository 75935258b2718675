import { redirect } from "next/navigation";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { requirePerson } from "../../_http/current-person.ts";

/** Where a signed-in person starts: their organisation (the first by name that runs), or making one. */
export default async function StartPage() {
  const all = await listMemberships(await requirePerson("/o"));
  const first = all.find(({ state }) => state === "active") ?? all[0];
  redirect(first ? `/o/${first.slug}` : "/welcome");
}
