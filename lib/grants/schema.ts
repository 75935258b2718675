import { z } from "zod";
import { isUuid } from "../kernel/ids.ts";

/** What we knew of the app when the person allowed it. */
export const ClientIdentitySchema = z.enum(["verified", "known", "registered", "local"]);
export type ClientIdentity = z.infer<typeof ClientIdentitySchema>;

export type ConnectionStatus = "active" | "idle" | "expired" | "disconnected";

const Id = z.string().refine(isUuid);

/** Printable ASCII (RFC 6749 appendix A.1): it has to fit an index and a notification, which count bytes. */
const ClientId = z.string().regex(/^[\x20-\x7e]{1,2048}$/);

export const BlockClientInput = z.strictObject({ clientId: ClientId });
export const EndConnectionInput = z.strictObject({ id: Id });
export const FindEarlierConnectionInput = z.strictObject({ clientId: z.string().max(2048) });
export const FindStepUpInput = z.strictObject({
  clientId: z.string().max(2048),
  clientIdentity: ClientIdentitySchema,
  redirectHost: z.string().max(2048),
  /** The canonical resource the request is for. */
  resource: z.string().max(512),
});
export const WidenGrantInput = z.strictObject({
  id: Id,
  groups: z.array(z.string().max(64)).min(1).max(200),
});
/** `after` is the `nextCursor` of the page before. */
export const ListConnectionsInput = z.strictObject({ after: Id.optional() });
