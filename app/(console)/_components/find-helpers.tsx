import { getFormatter, getTranslations } from "next-intl/server";
import { cache, type ReactNode } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { listAdmins } from "#lib/tenants/list-admins.ts";
import { tryLoad } from "../../_http/try-load.ts";

/** Looked up once a request, however much of a page names them. */
const loadAdmins = cache(async (actor: MemberActor) => (await tryLoad(() => listAdmins(actor, {}))) ?? []);

/** Whom to ask for what one's role does not let one do: the names of the owners, or of owners and admins. */
export async function findHelpers(actor: MemberActor, who: "owners" | "admins"): Promise<ReactNode> {
  const [admins, t, format] = await Promise.all([
    loadAdmins(actor),
    getTranslations("ui.noRight"),
    getFormatter(),
  ]);
  const names = admins.filter(({ role }) => who === "admins" || role === "owner").map(({ name }) => name);
  return names.length > 0 ? <bdi>{format.list(names, "any")}</bdi> : t("someOwner");
}
