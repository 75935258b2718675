import { z } from "zod";
import { isUuid } from "../kernel/ids.ts";

/** What we knew of the app when the person allowed it. */
export const ClientIdentitySchema = z.enum(["verified", "known", "registered", "local"]);
export type ClientIdentity = z.infer<typeof ClientIdentitySchema>;

export type ConnectionStatus = "active" | "idle" | "expired" | "disconnected";

/** What a list can be asked for by; `live` is what still works, active or idle. */
export const STATUS_FILTERS = ["live", "active", "idle", "expired", "disconnected"] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** Who or what ended a connection. */
export type EndedReason =
  | "person"
  | "admin"
  | "link"
  | "client"
  | "reuse"
  | "operator"
  | "member_suspended"
  | "member_removed"
  | "tenant_deleted"
  | "idle"
  | "expired";

/** How many connections one command may end. */
export const BULK_MAX = 100;

const Id = z.string().refine(isUuid);
const GroupIds = z.array(z.string().max(64)).max(200);

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
export const GetConnectionInput = z.strictObject({ id: Id });
/** Of several ids each is looked at by itself. */
export const EndConnectionsInput = z.strictObject({
  ids: z
    .array(Id)
    .min(1, { error: "Select at least one connection." })
    .max(BULK_MAX, { error: "Select at most a hundred connections at a time." })
    .transform((ids) => [...new Set(ids)]),
});
/** `groups` is what is left; `version` the one the form was made from. */
export const NarrowGrantInput = z.strictObject({ id: Id, groups: GroupIds, version: z.int().min(1) });

/** What a list of connections holds; several wishes hold together. */
const Filter = {
  status: z.enum(STATUS_FILTERS).optional(),
  clientId: ClientId.optional(),
  personId: Id.optional(),
  /** Connections with any of these groups. */
  groups: GroupIds.min(1).optional(),
  /** Part of the name or host of an app, or of a person's name or address. */
  text: z.string().max(200).optional(),
};
const FilterSchema = z.strictObject(Filter);
export type ConnectionFilter = z.infer<typeof FilterSchema>;

/** `after` is the `nextCursor` of the page before. */
export const ListConnectionsInput = z.strictObject({ ...Filter, after: Id.optional() });
export const ListConnectedPeopleInput = z.strictObject({ ...Filter, after: Id.optional() });
export const ListConnectedAppsInput = z.strictObject({ ...Filter, after: ClientId.optional() });
