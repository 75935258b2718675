import { z } from "zod";
import { normalizeAddress, normalizeDomain } from "#lib/identity/schema.ts";
import { isSeen } from "#lib/kernel/is-seen.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { parsePlace } from "#lib/kernel/row-place.ts";
import { ACCESS_TOKEN_MINUTES, CONNECTION_DAYS, CONSENT_DEFAULTS, IDLE_DAYS } from "./terms.ts";

const NAME_LENGTH_MAX = 60;
const SLUG_LENGTH_MAX = 40;
/** Control, bidirectional and zero-width characters: they make a name read as another one. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u;
const SLUG = /^[a-z0-9](?:-?[a-z0-9])+$/;

/** Whether text from an address can be an organisation's short name at all; some of it the database would not take. */
export function isSlug(text: string): boolean {
  return text.length <= SLUG_LENGTH_MAX && SLUG.test(text);
}

/** Slugs that read like a page or a part of ours. */
const RESERVED = new Set(
  (
    "admin administrator api app apps assets auth billing blog claude connect connections console docs help home " +
    "instances internal invite legal login logout mail mcp me new oauth official ops organisation organization " +
    "privacy public root security settings sign-in sign-out signin signup staff static status support system team " +
    "terms test trinity trinity-connect undefined null welcome well-known www"
  ).split(" "),
);

export const NameSchema = z
  .string()
  .transform((name) => name.normalize("NFKC").trim())
  .pipe(
    z
      .string()
      .min(1, { error: "Enter a name." })
      .max(NAME_LENGTH_MAX, { error: "Use at most 60 characters." })
      .refine((name) => !HIDDEN.test(name), { error: "Use visible characters only." }),
  );

export const SlugSchema = z
  .string()
  .trim()
  .min(3, { error: "Use at least 3 characters." })
  .max(SLUG_LENGTH_MAX, { error: "Use at most 40 characters." })
  .regex(SLUG, { error: "Use lower-case letters, digits and single hyphens between them." })
  .refine((slug) => !RESERVED.has(slug), { error: "This short name is reserved. Choose another." });

export const CreateTenantInput = z.strictObject({ name: NameSchema, slug: SlugSchema });

export const ClaimDomainInput = z.strictObject({
  domain: z
    .string()
    .transform((domain) => normalizeDomain(domain))
    .pipe(z.string({ error: "Enter a mail domain, like example.com." })),
});
export const DomainInput = z.strictObject({ id: z.uuid() });

/** A day as a field for dates sends it, "2027-03-31"; null where it was left empty. */
const DaySchema = z
  .union([z.literal(""), z.iso.date({ error: "Enter a date, or leave it empty." })])
  .transform((day) => (day === "" ? null : day));
/** Company sign-in as `getSignInSettings` told of it: of two owners one does not undo the other unseen. */
const SeenSsoSchema = z.string().max(60);
export const SaveSsoInput = z.strictObject({
  issuer: z.string().trim().min(1, { error: "Enter the issuer." }).max(500),
  clientId: z.string().trim().min(1, { error: "Enter the client ID." }).max(300),
  clientSecret: z.string().trim().min(1, { error: "Enter the client secret." }).max(1000),
  secretEndsOn: DaySchema.default(null),
  seen: SeenSsoSchema,
});
export const SetSecretEndInput = z.strictObject({ secretEndsOn: DaySchema, seen: SeenSsoSchema });
const Claim = z.string().max(500).nullable();
/** What a provider said of somebody who tested it. */
export const TestedClaimsSchema = z.object({ email: Claim, name: Claim, subject: z.string().max(500) });
export type TestedClaims = z.infer<typeof TestedClaimsSchema>;
export const RecordSsoTestInput = z.strictObject({
  version: z.int().positive(),
  claims: TestedClaimsSchema.optional(),
});

export const ActivateSsoInput = z.strictObject({ isRequired: z.boolean(), seen: SeenSsoSchema });
export const DeactivateSsoInput = z.strictObject({ seen: SeenSsoSchema });

/** What a form about the organisation was made from; posted back, so that of two people one does not undo the other. */
const VersionSchema = z.coerce.number().int().min(1).max(2_147_483_647);

export const TenantNamesSchema = z.object({ name: NameSchema, slug: SlugSchema });
export const UpdateTenantInput = z
  .strictObject({
    ...TenantNamesSchema.shape,
    version: VersionSchema.optional(),
    seen: TenantNamesSchema.optional(),
  })
  .refine(isSeen);

export const LogoInput = z.strictObject({ image: z.instanceof(Uint8Array) });
/** `hash` is of the logo that was seen. */
export const RemoveLogoInput = z.strictObject({ hash: z.string().max(64) });

const between = ({ min, max }: { min: number; max: number }, unit: string) => {
  const error = `Enter a whole number of ${unit} from ${min} to ${max}.`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

export const ConnectionLimitsSchema = z.object({
  connectionDaysMax: between(CONNECTION_DAYS, "days"),
  idleDaysMax: between(IDLE_DAYS, "days"),
  accessTokenMinutes: between(ACCESS_TOKEN_MINUTES, "minutes"),
  consentDefault: z.enum(CONSENT_DEFAULTS, { error: "Choose what is ticked at first." }),
});
export type ConnectionLimits = z.infer<typeof ConnectionLimitsSchema>;
export const ConnectionSettingsInput = z
  .strictObject({
    ...ConnectionLimitsSchema.shape,
    version: VersionSchema.optional(),
    seen: ConnectionLimitsSchema.optional(),
  })
  .refine(isSeen);

/** How people may have signed in who enter an organisation. */
export const SIGN_IN_WAYS = ["code", "google", "company"] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

export const SetSignInWaysInput = z.strictObject({
  version: VersionSchema,
  ways: z
    .array(z.enum(SIGN_IN_WAYS))
    .min(1, { error: "Allow at least one way to sign in." })
    .transform((ways) => SIGN_IN_WAYS.filter((way) => ways.includes(way))),
});

/** For what stops a whole organisation: its short name, typed. The verb compares it. */
const ConfirmationSchema = z.string().max(200, {
  error: "That is not this organisation’s short name. Type it exactly as it is shown.",
});
export const ConfirmedInput = z.strictObject({ confirmation: ConfirmationSchema });
export const ResumeInput = z.strictObject({});
export const HandOverInput = z.strictObject({
  email: z
    .string()
    .transform((address) => normalizeAddress(address))
    .pipe(z.string({ error: "Enter the e-mail address of a member, like name@example.com." })),
  confirmation: ConfirmationSchema,
});

const NOTE_LENGTH_MAX = 500;
const PASTED_LENGTH_MAX = 20_000;
const SEARCH_LENGTH_MAX = 100;
/** Control, bidirectional and zero-width characters but line breaks. */
const HIDDEN_IN_TEXT = /[^\P{C}\n\r\t]/u;

/** A few lines to a person, shown as they are. */
const NoteSchema = z
  .string()
  .transform((note) => note.normalize("NFKC").replaceAll("\r\n", "\n").trim())
  .pipe(
    z
      .string()
      .max(NOTE_LENGTH_MAX, { error: "Use at most 500 characters." })
      .refine((note) => !HIDDEN_IN_TEXT.test(note), { error: "Use visible characters only." }),
  );
const SearchSchema = z
  .string()
  .max(SEARCH_LENGTH_MAX)
  .transform((text) => text.replaceAll("\0", "").trim());
const RoleSchema = z.enum(ROLES, { error: "Choose a role." });

export const InvitePeopleInput = z.strictObject({
  addresses: z
    .string()
    .max(PASTED_LENGTH_MAX, { error: "That is too much at once. Paste at most 100 addresses." })
    .refine((text) => text.trim() !== "", { error: "Enter at least one e-mail address." }),
  role: RoleSchema,
  note: NoteSchema.optional().default(""),
});
export const InvitationInput = z.strictObject({ id: z.uuid() });
export const ListInvitationsInput = z.strictObject({
  text: SearchSchema.optional(),
  after: z.uuid().optional(),
});
/** What the list of members can be in the order of; a minus turns it round. */
export const MEMBER_SORTS = [
  "person",
  "-person",
  "role",
  "-role",
  "active",
  "-active",
  "joined",
  "-joined",
] as const;
export type MemberSort = (typeof MEMBER_SORTS)[number];
/** `after` is the `nextCursor` of the page before, in the same order. */
export const ListMembersInput = z.strictObject({
  text: SearchSchema.optional(),
  role: RoleSchema.optional(),
  status: z.enum(["active", "suspended"]).optional(),
  sort: z.enum(MEMBER_SORTS).default("person"),
  after: z
    .string()
    .transform(parsePlace)
    .pipe(z.object({ id: z.string(), at: z.date().nullable() }))
    .optional(),
});
export const MemberInput = z.strictObject({ id: z.uuid() });
/** A member as whoever decides saw them: `version` is the row's. */
export const SeenMemberInput = z.strictObject({ id: z.uuid(), version: VersionSchema });
export const ChangeRoleInput = z.strictObject({ id: z.uuid(), version: VersionSchema, role: RoleSchema });
export const InvitationTokenInput = z.strictObject({ token: z.string().max(100) });
export const AcceptInvitationInput = z.union([InvitationTokenInput, InvitationInput]);
/** What somebody pasted: the link of a mail, or the token in it. */
export const InvitationLinkInput = z.strictObject({
  link: z
    .string()
    .max(1000, { error: "Paste the whole link of the invitation, and nothing else." })
    .transform((link) => /(?:^|\/invite\/)([\w-]{43})(?:[/?#]|$)/.exec(link.trim())?.[1])
    .pipe(z.string({ error: "Paste the whole link of the invitation." })),
});
export const RequestAccessInput = z.strictObject({
  organisation: z
    .string()
    .trim()
    .min(1, { error: "Enter the short name or the address of the organisation." })
    .max(300, { error: "Enter the short name or the address of the organisation." }),
  note: NoteSchema.optional().default(""),
});
export const ListAccessRequestsInput = z.strictObject({ after: z.uuid().optional() });
export const ApproveAccessInput = z.strictObject({ id: z.uuid(), role: RoleSchema });
export const DeclineAccessInput = z.strictObject({ id: z.uuid() });
export const LeaveTenantInput = z.strictObject({});
export const RestoreTenantInput = z.strictObject({ slug: z.string().max(100) });
