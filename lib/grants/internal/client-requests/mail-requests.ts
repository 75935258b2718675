import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { type ClientRequestRow, findDeciders, findMemberName, type Tx } from "./store.ts";
import { writeDecisionMail, writeRequestMail } from "./write-request-mail.ts";

type Asked = { app: string; redirectHost: string; reason: string };

/** Tells the owners and admins of a request, when its transaction is kept. */
export async function mailDeciders(tx: Tx, actor: MemberActor, asked: Asked): Promise<void> {
  const { tenantId, tenantName, tenantSlug, email, membershipId } = actor;
  const deciders = await findDeciders(tx, tenantId);
  const person = { name: (await findMemberName(tx, tenantId, membershipId)) ?? email, email };
  const url = `${getConfig().publicUrl}/o/${tenantSlug}/apps?view=requests`;
  const mail = writeRequestMail({ ...asked, tenantName, person, url });
  for (const { email: to } of deciders) await queueMail(tx, { tenantId, kind: "app-request", to, mail });
}

/** Tells those who asked what was decided. */
export async function mailAskers(
  tx: Tx,
  { tenantId, tenantName }: MemberActor,
  { requests, isApproved }: { requests: readonly ClientRequestRow[]; isApproved: boolean },
): Promise<void> {
  for (const { client, redirectHost, note, membership } of requests) {
    const mail = writeDecisionMail({ app: client.name, redirectHost, tenantName, isApproved, note });
    await queueMail(tx, { tenantId, kind: "app-decision", to: membership.email, mail });
  }
}
