import { z } from "zod";
import { EFFECTS } from "../kernel/effects.ts";
import { isUuid } from "../kernel/ids.ts";
import { isSeen } from "../kernel/is-seen.ts";
import { parsePlace } from "../kernel/row-place.ts";
import { APP_POLICIES, CLIENT_DECISIONS } from "./terms.ts";

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

const AppPolicySchema = z.enum(APP_POLICIES, { error: "Choose one of the three." });

/** The version of what a form was made from; 0 where nothing was there yet. */
const Version = z.coerce.number().int().min(0).max(2_147_483_647);

/** Control and bidirectional characters would let a text pretend to be another in a mail or a list. */
const PLAIN_LINES = /^(?:[^\p{Cc}\p{Cf}\u2028\u2029]|\n)*$/u;
const text = (max: number, tooLong: string) =>
  z
    .string()
    .transform((value) => value.replaceAll("\r\n", "\n").trim())
    .pipe(z.string().max(max, tooLong).regex(PLAIN_LINES, "Leave out characters that cannot be seen."));

export const SetAppPolicyInput = z
  .strictObject({
    policy: AppPolicySchema,
    version: Version.optional(),
    seen: z.enum(APP_POLICIES).optional(),
  })
  .refine(isSeen);
export const FindClientVerdictInput = z.strictObject({
  clientId: z.string().max(2048),
  isReviewed: z.boolean(),
  redirectHost: z.string().max(2048),
});

export const BlockClientInput = z.strictObject({
  id: Id,
  reason: text(500, "Keep it under 500 characters.").default(""),
});
/** `seen` where a block is taken back: one that is not there any more is a conflict then. */
export const UnblockClientInput = z.strictObject({ id: Id, seen: z.literal("blocked").optional() });

const HOST =
  /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?|[a-z][a-z0-9+.-]*:)$/;
const Host = z
  .string()
  .max(255, "A host has at most 255 characters.")
  .regex(HOST, "Write a host as it is shown, for example app.example, localhost or cursor:");

const DECIDED = {
  decision: z.enum(CLIENT_DECISIONS, { error: "Choose one of the three." }),
  effectMax: z.enum(EFFECTS, { error: "Choose one of the four." }),
  hosts: z.array(Host).max(20, "Name at most twenty places."),
};
export const DecidedSchema = z.object(DECIDED);
export type Decided = z.infer<typeof DecidedSchema>;
/** What an admin decides about one app: by the rule for all, on the list, or asked for first; and its limits. */
export const SetClientPolicyInput = z
  .strictObject({ id: Id, ...DECIDED, version: Version.optional(), seen: DecidedSchema.optional() })
  .refine(isSeen);
/** The address an app describes itself at. */
export const PublishedAddressInput = z.strictObject({
  address: z.string().min(1, "Write the address.").max(2048, "This address is too long."),
});
/** An app by the address it describes itself at, with what that says of it. */
export const AllowClientInput = z.strictObject({
  client: z.strictObject({
    id: ClientId.refine((value) => value.startsWith("https://")),
    name: z.string().min(1).max(200),
    identity: ClientIdentitySchema,
  }),
  redirectHost: z.string().max(2048),
});

const Reason = text(500, "Keep it under 500 characters.").pipe(
  z.string().min(1, "Say in a sentence what you need the app for."),
);
export const ClientRequestReasonInput = z.strictObject({ reason: Reason });
export const MakeClientRequestInput = z.strictObject({
  client: z.strictObject({
    id: ClientId,
    name: z.string().min(1).max(200),
    identity: ClientIdentitySchema,
    isReviewed: z.boolean(),
  }),
  redirectHost: z.string().max(2048),
  reason: Reason,
});
export const FindOwnClientRequestInput = z.strictObject({ clientId: z.string().max(2048) });
export const DecideClientRequestInput = z.strictObject({
  id: Id,
  version: Version,
  isApproved: z.boolean(),
  note: text(500, "Keep it under 500 characters.").default(""),
});
export const ListClientRequestsInput = z.strictObject({ isOpen: z.boolean(), after: Id.optional() });
export const ListTenantClientsInput = z.strictObject({
  isBlocked: z.boolean(),
  search: z.string().trim().max(200).optional(),
  after: Id.optional(),
});
export const GetTenantClientInput = z.strictObject({ id: Id });

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

/** What a list of connections can be in the order of; a minus turns it round. */
export const CONNECTION_SORTS = [
  "created",
  "-created",
  "used",
  "-used",
  "app",
  "-app",
  "person",
  "-person",
] as const;
export type ConnectionSort = (typeof CONNECTION_SORTS)[number];

const Place = z
  .string()
  .transform(parsePlace)
  .pipe(z.object({ id: Id, at: z.date().nullable() }));

/** `after` is the `nextCursor` of the page before, in the same order. */
export const ListConnectionsInput = z.strictObject({
  ...Filter,
  sort: z.enum(CONNECTION_SORTS).default("-created"),
  after: Place.optional(),
});
export const ListOwnConnectionsInput = z.strictObject({ ...Filter, after: Id.optional() });
export const ListConnectedPeopleInput = z.strictObject({ ...Filter, after: Id.optional() });
export const ListConnectedAppsInput = z.strictObject({ ...Filter, after: ClientId.optional() });
