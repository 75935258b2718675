import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { sealSecret } from "#lib/streams/internal/seal-secrets.ts";
import { makeSecret } from "#lib/streams/internal/sign-delivery.ts";
import { UNREACHABLE, VERBS_KEY } from "./upstream-inputs.ts";
import type { VerbInput } from "./verb-inputs.ts";

const KEPT = { url: UNREACHABLE, kinds: ["audit"], headerName: "x-token", headerValue: VERBS_KEY };

/** A valid input of every verb of the log stream. */
export const STREAM_INPUTS: Record<string, VerbInput> = {
  admitTest: { object: true, input: ({ streamId }) => ({ id: streamId }) },
  changeLogStream: { object: true, input: ({ streamId }) => ({ id: streamId, version: 1, ...KEPT }) },
  createLogStream: { input: () => KEPT },
  getLogStream: { input: () => ({}) },
  pauseLogStream: { object: true, input: ({ streamId }) => ({ id: streamId }) },
  recordTest: {
    object: true,
    input: ({ streamId }) => ({ id: streamId, url: UNREACHABLE, failure: null }),
  },
  removeLogStream: { object: true, input: ({ streamId }) => ({ id: streamId }) },
  resumeLogStream: { object: true, input: ({ streamId }) => ({ id: streamId }) },
  rotateStreamSecret: { object: true, input: ({ streamId }) => ({ id: streamId }) },
  testLogStream: { object: true, input: ({ streamId }) => ({ id: streamId }) },
};

/** A stream of the audit log that delivers nowhere. */
export async function mintStream({ tenantId }: MemberActor): Promise<string> {
  const id = crypto.randomUUID();
  const secretSealed = sealSecret(makeSecret(), { tenantId, streamId: id, version: 1 });
  await inTenant(tenantId, async (tx) => {
    await tx.logStream.create({ data: { tenantId, id, url: UNREACHABLE, secretSealed } });
    await tx.logStreamPart.create({ data: { tenantId, streamId: id, kind: "audit", cursor: { seq: "0" } } });
  });
  return id;
}
