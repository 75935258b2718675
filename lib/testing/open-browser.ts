import { checkCode } from "#lib/identity/check-code.ts";
import { requestCode } from "#lib/identity/request-code.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { type MintedTenant, mintMember } from "./mint.ts";

export type SignedInBrowser = { actor: MemberActor; cookie: string };

/** Somebody signed in for real, who is then made a member, and the cookie of their browser. */
export async function openBrowser(place: MintedTenant, role: Role): Promise<SignedInBrowser> {
  const address = `${crypto.randomUUID()}@people.example`;
  const asked = await requestCode({ address, userAgent: null });
  if (!asked.ok) throw new Error(asked.reason);
  const code = /\b\d{6}\b/.exec(listLocalMails().find(({ to }) => to === address)?.text ?? "")?.[0] ?? "";
  const signedIn = await checkCode({ address, code, cookieHeader: null });
  if (!signedIn.ok) throw new Error(signedIn.reason);
  const { personId, setCookie } = signedIn;
  const actor = { ...(await mintMember(place, role)), personId, email: address };
  const { tenantId, membershipId: id } = actor;
  await inTenant(tenantId, (tx) =>
    tx.membership.updateMany({ where: { tenantId, id }, data: { personId, email: address } }),
  );
  return { actor, cookie: setCookie.split(";", 1)[0] ?? "" };
}
