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
  })
  .refine(({ subject, name }) => subject === "tool" || isGroupId(name), {
    path: ["name"],
    error: "Choose a tool group from the list.",
  });

/** A limit is for one role or for all; where both name an argument, both hold. */
export const LimitedRoleSchema = z.enum(["all", ...ROLES]);
export type LimitedRole = z.infer<typeof LimitedRoleSchema>;

const CONTROL = /[\p{Cc}\p{Cs}]/u;
const Text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !CONTROL.test(text), { error: "Use visible characters only." });

/** A value is compared letter for letter, so nothing is trimmed or changed. */
export const SetArgumentLimitInput = z.strictObject({
  role: LimitedRoleSchema,
  tool: Text(128),
  argument: Text(128),
  allowed: z
    .array(Text(256))
    .min(1, { error: "Name at least one value." })
    .max(200, { error: "Name at most two hundred values." })
    .transform((values) => [...new Set(values)]),
});
export const RemoveArgumentLimitInput = z.strictObject({ id: z.string().refine(isUuid) });
