import { z } from "zod";
import { isUuid } from "../kernel/ids.ts";

/** What we knew of the app when the person allowed it. */
export const CLIENT_IDENTITIES = ["verified", "known", "registered", "local"] as const;
export type ClientIdentity = (typeof CLIENT_IDENTITIES)[number];

export const CONNECTION_STATUSES = ["active", "idle", "expired", "disconnected"] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

const Id = z.string().refine(isUuid);

export const EndConnectionInput = z.strictObject({ id: Id });
/** `after` is the `nextCursor` of the page before. */
export const ListConnectionsInput = z.strictObject({ after: Id.optional() });
