import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { command } from "#lib/verbs/command.ts";
import { ReplaceKeyInput, TestUpstreamInput } from "../schema.ts";
import { findUpstream, type Tx, type UpstreamRow } from "../store.ts";
import { checkAddress } from "./check-address.ts";
import { missingUpstream } from "./missing-upstream.ts";

const PER_TENANT = { points: 30, durationSeconds: 10 * 60 };

/** Whether this actor may have this new address and key tried, audited; the address comes back as we keep it. */
export const admitNewCheck = command({
  action: "upstream.test",
  permission: "upstream:write",
  input: TestUpstreamInput,
  async run({ actor }, input) {
    const url = checkAddress(input.url);
    const apiUrl = input.apiUrl && checkAddress(input.apiUrl).replace(/\/$/, "");
    refuseConfirmation(actor, input.confirmSystem);
    return { result: { ...input, url, apiUrl }, audit: { target: url } };
  },
});

/** The same for a new key of a stored instance. */
export const admitKeyCheck = command({
  action: "upstream.test",
  permission: "upstream:write",
  input: ReplaceKeyInput,
  async run({ tx, actor }, input) {
    refuseConfirmation(actor, input.confirmSystem);
    return await admitStored({ tx, actor }, input.id);
  },
});

export async function admitStored(
  { tx, actor }: { tx: Tx; actor: MemberActor },
  id: string,
): Promise<{ result: UpstreamRow; audit: { target: string } }> {
  const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
  if (!row) throw missingUpstream();
  return { result: row, audit: { target: row.id } };
}

/** Not too many calls to addresses of their choice; throws `limit_exceeded`. */
export async function limitChecks({ tenantId }: MemberActor): Promise<void> {
  await consumeLimit("upstream-check", tenantId, PER_TENANT);
}

export function refuseConfirmation({ role }: MemberActor, confirmSystem: boolean): void {
  if (!confirmSystem || role === "owner") return;
  throw new DomainError(
    "forbidden",
    "Only an owner may confirm a key of kind system. Use a user's key, or ask an owner.",
  );
}
