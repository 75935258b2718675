import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Query } from "../../../../../_ui/query.ts";

/** What each tab of the page is given. */
export type ViewProps = { actor: MemberActor; query: Query; base: string };
