import type { ReactNode } from "react";
import { getAttention } from "#lib/activity/get-attention.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { currentPath, requirePersonHere } from "../../../_http/current-person.ts";
import { reportError } from "../../../_http/report-error.ts";
import { AttentionBanner } from "../../_components/attention-banner.tsx";
import { ConsoleShell } from "../../_components/console-shell.tsx";
import { loadMember } from "../../load-member.ts";

type Props = { params: Promise<{ slug: string }>; children: ReactNode };

/** Who may not come in is sent away before anything of the page is. */
export default async function OrganisationLayout({ params, children }: Props) {
  const person = await requirePersonHere();
  const { slug } = await params;
  const member = await loadMember(slug, (await currentPath()) ?? `/o/${slug}`);
  const attention = await findAttention(member);
  return (
    <ConsoleShell
      person={person}
      member={member}
      waiting={attention && { tools: attention.changedTools, members: attention.accessRequests }}
      banner={attention && <AttentionBanner base={`/o/${slug}`} attention={attention} />}
    >
      {children}
    </ConsoleShell>
  );
}

/** The page stands without it. */
async function findAttention(member: MemberActor) {
  if (!can(member.role, "upstream:read")) return undefined;
  return await getAttention(member, {}).catch((error: unknown) => void reportError(error));
}
