import { Lock } from "lucide-react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { listAdmins } from "#lib/tenants/list-admins.ts";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";

/** What a page shows to a role that may not open it: what is missing and who can give it. */
export async function NoRight({ actor, what }: { actor: MemberActor; what: string }) {
  const admins = await listAdmins(actor, {});
  const names = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(admins.map(({ name }) => name));
  return (
    <EmptyState
      icon={<Lock />}
      title={`Your role does not let you ${what}`}
      action={<LinkButton href={`/o/${actor.tenantSlug}`}>Back to the overview</LinkButton>}
    >
      Ask <bdi>{names || "an owner of this organisation"}</bdi>.
    </EmptyState>
  );
}
