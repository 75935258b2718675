import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can, type Permission } from "#lib/kernel/permissions.ts";
import { NotAllowedButtons } from "../../_ui/not-allowed-buttons.tsx";
import { findHelpers } from "./find-helpers.tsx";

type NotAllowedProps = {
  actor: MemberActor;
  /** What the role lacks; who holds it is said. */
  permission: Permission;
  /** As the buttons are called where they work. */
  actions: readonly string[];
};

/** The actions of a page to a role that may not take them: shown, with why they do nothing and whom to ask. */
export async function NotAllowed({ actor, permission, actions }: NotAllowedProps) {
  const who = can("admin", permission) ? "admins" : "owners";
  const [helpers, t] = await Promise.all([findHelpers(actor, who), getTranslations("ui.notAllowed")]);
  return <NotAllowedButtons actions={actions} reason={t.rich(who, { people: () => helpers })} />;
}
