import { z } from "zod";
import { isGroupId } from "#lib/catalog/groups.ts";
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
