import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { admitTest } from "./internal/admit-test.ts";
import { sendDelivery } from "./internal/delivering/send-delivery.ts";
import { recordTest } from "./internal/record-test.ts";
import { toTime } from "./internal/sources/source.ts";
import { TESTS } from "./policy.ts";
import type { StreamFailure } from "./schema.ts";

/**
 * Sends one row of kind "test", as anything else is sent, and answers why it was not taken; null when it was. Throws
 * `not_found`, `limit_exceeded`.
 */
export const testLogStream = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<{ failure: StreamFailure | null }> => {
    const stream = await admitTest(actor, raw);
    const { tenantId } = actor;
    await consumeLimit("log-stream-test", tenantId, TESTS);
    const row = { kind: "test", time: toTime(new Date()), text: "A test event from Trinity Connect." };
    const id = `msg_${crypto.randomUUID().replaceAll("-", "")}`;
    const body = `${JSON.stringify(row)}\n`;
    const failure = await sendDelivery({ tenantId, stream, id, kind: "test", body });
    return await recordTest(actor, { id: stream.id, url: stream.url, failure });
  },
  { action: recordTest.action, permission: recordTest.permission },
);
