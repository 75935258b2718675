import { z } from "zod";
import { isGroupId } from "#lib/catalog/groups.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { ROLES } from "#lib/kernel/permissions.ts";

/** One decision of an organisation about a role; `allowed: null` takes it back, so that our default holds again. */
export const SetToolPolicyInput = z
  .strictObject({
    role: z.enum(ROLES),
    subject: z.enum(["group", "tool"]),
    name: z.string().min(1).max(128),
    allowed: z.boolean().nullable(),
    /** The rule there was when it was decided; another one is a conflict. */
    seen: z.boolean().nullable().optional(),
  })
  .refine(({ subject, name }) => subject === "tool" || isGroupId(name), {
    path: ["name"],
    error: "Choose a tool group from the list.",
  });

export const CompareRolesInput = z.strictObject({ role: z.enum(ROLES) });

/** A limit is for one role or for all; where both name an argument, both hold. */
export const LimitedRoleSchema = z.enum(["all", ...ROLES], { error: "Choose a role, or all." });
export type LimitedRole = z.infer<typeof LimitedRoleSchema>;

const CONTROL = /[\p{Cc}\p{Cs}]/u;
const Text = (max: number, tooLong: string) =>
  z
    .string()
    .min(1, { error: "Fill this in." })
    .max(max, { error: tooLong })
    .refine((text) => !CONTROL.test(text), { error: "Use visible characters only." });

/** A value is compared letter for letter, so nothing is trimmed or changed. */
const LIMITED = {
  role: LimitedRoleSchema,
  tool: Text(128, "No tool has a name that long."),
  argument: Text(128, "No argument has a name that long."),
};
const ValuesSchema = z
  .array(Text(256, "A value has at most 256 characters."))
  .min(1, { error: "Name at least one value." })
  .max(200, { error: "Name at most two hundred values." })
  .transform((values) => [...new Set(values)]);

/** `seen` is what the limit was when it was decided, null for none: another one is a conflict. */
export const SetArgumentLimitInput = z.strictObject({
  ...LIMITED,
  allowed: ValuesSchema,
  seen: ValuesSchema.nullable(),
});
/** A change as a verb answered it, to be taken back; null where there was no limit. */
export const RevertArgumentLimitInput = z.strictObject({
  ...LIMITED,
  from: ValuesSchema.nullable(),
  to: ValuesSchema.nullable(),
});
export const RemoveArgumentLimitInput = z.strictObject({ id: z.string().refine(isUuid) });

/** Ready-made policies: reading alone, our defaults, all there is. */
export const PRESETS = ["read_only", "standard", "everything"] as const;
export type Preset = (typeof PRESETS)[number];

const RolesSchema = z
  .array(z.enum(ROLES))
  .min(1, { error: "Choose at least one role." })
  .max(ROLES.length)
  .transform((roles) => [...new Set(roles)]);
/** What `listToolPolicies` said of each role's rules: the change is of those. */
const SeenSchema = z.partialRecord(z.enum(ROLES), z.string().regex(/^[0-9a-f]{32}$/));

export const SwitchToolPoliciesInput = z
  .strictObject({
    subject: z.enum(["group", "tool"]),
    names: z
      .array(z.string().min(1).max(128))
      .min(1, { error: "Choose at least one tool." })
      .max(1000, { error: "Choose at most a thousand tools at once." }),
    roles: RolesSchema,
    isAllowed: z.boolean(),
    /** What was seen: the rules of each role, or what all of these tools were for all of these roles. */
    seen: SeenSchema.optional(),
    wasAllowed: z.boolean().optional(),
  })
  .refine(
    ({ seen, wasAllowed, subject }) => seen !== undefined || (subject === "tool" && wasAllowed !== undefined),
  )
  .refine(({ subject, names }) => subject === "tool" || names.every(isGroupId), {
    path: ["names"],
    error: "Choose a tool group from the list.",
  });

export const PlanToolPresetInput = z.strictObject({ roles: RolesSchema });
export const ApplyToolPresetInput = z.strictObject({
  preset: z.enum(PRESETS, { error: "Choose one of the three." }),
  roles: RolesSchema,
  seen: SeenSchema,
});

/** A change as a verb answered it, to be taken back. */
export const RevertToolPoliciesInput = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        role: z.enum(ROLES),
        subject: z.enum(["group", "tool"]),
        name: z.string().min(1).max(128),
        from: z.boolean().nullable(),
        to: z.boolean().nullable(),
      }),
    )
    .min(1)
    .max(4000)
    .refine(
      (changes) =>
        new Set(changes.map(({ role, subject, name }) => `${role} ${subject}:${name}`)).size ===
        changes.length,
    ),
});

/** By its id, or by the name apps know it by. */
export const GetToolInput = z.union([
  z.strictObject({ id: z.string().refine(isUuid) }),
  z.strictObject({ exposedName: z.string().min(1).max(128) }),
]);

/** Whose list: a member's, or what a role would see; with what they ticked, or with everything. */
export const PreviewToolsInput = z.strictObject({
  membershipId: z.string().refine(isUuid).optional(),
  role: z.enum(ROLES).optional(),
  grantId: z.string().refine(isUuid).optional(),
  isSharedAddress: z.boolean().default(true),
});
