import "#server-only";
import { z } from "zod";
import { GroupIdSchema } from "#lib/catalog/schema.ts";
import { recordGrant } from "#lib/grants/record-grant.ts";
import { ClientIdentitySchema } from "#lib/grants/schema.ts";
import { findConnectionLimits } from "#lib/tenants/find-connection-limits.ts";
import { command } from "#lib/verbs/command.ts";
import { queueReceipt } from "./internal/receipts/queue-receipt.ts";

/**
 * Records the grant, its audit row and the mail that tells its person together; `approveConsent` is the way in.
 */
export const recordApproval = command({
  action: "connection.approve",
  permission: "connection:approve",
  input: z.object({
    client: z.object({
      id: z.string(),
      name: z.string(),
      identity: ClientIdentitySchema,
      isReviewed: z.boolean(),
    }),
    redirectHost: z.string(),
    resource: z.string(),
    groups: z.array(GroupIdSchema).min(1),
  }),
  async run({ tx, actor }, input) {
    const { connectionDaysMax: daysMax } = await findConnectionLimits(tx, actor.tenantId);
    const grant = await recordGrant(tx, { actor, ...input, daysMax });
    const { client, redirectHost, groups } = input;
    const app = { name: client.name, redirectHost };
    await queueReceipt(tx, actor, { grantId: grant.id, app, groups });
    return { result: grant, audit: { target: grant.id, after: { client, redirectHost, groups } } };
  },
});
