import { z } from "zod";
import { isUuid } from "../kernel/ids.ts";
import { COMPONENTS, IMPACTS, INCIDENT_STATES } from "./terms.ts";

const TITLE_MAX = 120;
const TEXT_MAX = 2_000;
/** Everybody reads it, so nothing in it may hide or turn around, or be what no feed may hold. */
const PLAIN_LINES = /^(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{NChar}\u2028\u2029]|\n)*$/u;

const publicText = (max: number, words: { missing: string; tooLong: string }) =>
  z
    .string({ error: words.missing })
    .transform((text) => text.replaceAll("\r\n", "\n").normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(1, { error: words.missing })
        .max(max, { error: words.tooLong })
        .regex(PLAIN_LINES, { error: "Leave out characters that cannot be seen." }),
    );

const Title = publicText(TITLE_MAX, {
  missing: "Say in a few words what does not work.",
  tooLong: "Use at most 120 characters.",
});
const Text = publicText(TEXT_MAX, {
  missing: "Say what is known and what is being done.",
  tooLong: "Use at most 2,000 characters.",
});
const Id = z.string().refine(isUuid);
const Slug = z.string().regex(/^[a-z0-9-]{1,63}$/);

export const OpenIncidentInput = z.strictObject({
  title: Title,
  impact: z.enum(IMPACTS, { error: "Choose one." }),
  components: z
    .array(z.enum(COMPONENTS))
    .min(1, { error: "Choose at least one part." })
    .max(COMPONENTS.length),
  text: Text,
});
export const UpdateIncidentInput = z.strictObject({
  id: Id,
  state: z.enum(INCIDENT_STATES, { error: "Choose one." }),
  text: Text,
});

export const NothingInput = z.strictObject({});
export const ListTenantsInput = z.strictObject({
  search: z.string().trim().max(100).optional(),
  /** The short name the last page ended with. */
  after: Slug.optional(),
});
export const TenantInput = z.strictObject({ slug: Slug });
export const SwitchTenantInput = z.strictObject({ slug: Slug, isSuspended: z.boolean() });
const ClientId = z
  .string()
  .trim()
  .min(1, { error: "Give the app’s id." })
  .max(2048, { error: "No app’s id is that long." })
  .regex(/^\P{Cc}*$/u, { error: "Leave out characters that cannot be seen." });
export const AppInput = z.strictObject({ id: ClientId });
export const BlockAppInput = z.strictObject({
  id: ClientId,
  reason: z
    .string()
    .trim()
    .min(1, { error: "Say why, for the operators after you." })
    .max(500, { error: "Use at most 500 characters." })
    .regex(PLAIN_LINES, { error: "Leave out characters that cannot be seen." }),
});
export const IssueReviewCodeInput = z.strictObject({
  days: z.coerce
    .number({ error: "Enter whole days from 1 to 90." })
    .int({ error: "Enter whole days from 1 to 90." })
    .min(1, { error: "Enter whole days from 1 to 90." })
    .max(90, { error: "Enter whole days from 1 to 90." }),
});
export const EndReviewCodeInput = z.strictObject({ id: Id });
