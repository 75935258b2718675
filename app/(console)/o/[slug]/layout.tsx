import type { ReactNode } from "react";
import type { Attention } from "#lib/activity/get-attention.ts";
import { currentPath, requirePersonHere } from "../../../_http/current-person.ts";
import { AttentionBanner } from "../../_components/attention-banner.tsx";
import { ConsoleShell } from "../../_components/console-shell.tsx";
import { loadAttention } from "../../load-attention.ts";
import { loadMember } from "../../load-member.ts";

type Props = { params: Promise<{ slug: string }>; children: ReactNode };

const toWaiting = ({ changedTools, accessRequests, appRequests }: Attention) => ({
  tools: changedTools,
  members: accessRequests,
  apps: appRequests,
});

/** Who may not come in is sent away before anything of the page is. */
export default async function OrganisationLayout({ params, children }: Props) {
  const person = await requirePersonHere();
  const { slug } = await params;
  const member = await loadMember(slug, (await currentPath()) ?? `/o/${slug}`);
  const attention = await loadAttention(member);
  return (
    <ConsoleShell
      person={person}
      member={member}
      waiting={attention && toWaiting(attention)}
      banner={attention && <AttentionBanner base={`/o/${slug}`} attention={attention} />}
    >
      {children}
    </ConsoleShell>
  );
}
