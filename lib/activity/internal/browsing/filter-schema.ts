import "#server-only";
import { z } from "zod";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import { CALL_RESULTS } from "../../schema.ts";
import type { CallFilter } from "./store.ts";

const Id = z.string().refine(isUuid);
const NAME_MAX = 256;
const CLIENT_ID_MAX = 2_048;

/** What calls can be looked for by; absent: any. `from` is included, `to` is not. */
export const CallFilterInput = z.strictObject({
  personId: Id.optional(),
  email: z.string().trim().toLowerCase().min(3).max(320).optional(),
  grantId: Id.optional(),
  clientId: z.string().min(1).max(CLIENT_ID_MAX).optional(),
  upstreamId: Id.optional(),
  tool: z.string().min(1).max(NAME_MAX).optional(),
  result: z.enum(CALL_RESULTS).optional(),
  from: z.date().optional(),
  to: z.date().optional(),
});

/** The filter that actor may use: those without `activity:read-all` see their own calls, whomever they ask for. */
export function narrowToOwn(actor: MemberActor, filter: CallFilter): CallFilter {
  return can(actor.role, "activity:read-all") ? filter : { ...filter, personId: actor.personId };
}
