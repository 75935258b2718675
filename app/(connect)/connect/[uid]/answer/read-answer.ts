import { z } from "zod";
import { readForm } from "../../../../_http/read-form.ts";

const AnswerSchema = z.object({
  csrf: z.string().min(1).max(200),
  decision: z.enum(["allow", "deny"]),
  org: z.string().max(100),
  /** The connection the page said would get more. */
  widens: z.string().max(100).nullable(),
  /** The person asked for a connection of its own instead. */
  isSeparate: z.boolean(),
  groups: z.array(z.string().max(100)).max(200),
});
export type Answer = z.infer<typeof AnswerSchema>;

/** The form's fields, or null when it is not the form we made. */
export async function readAnswer(request: Request): Promise<Answer | null> {
  const form = await readForm(request);
  if (!form) return null;
  const parsed = AnswerSchema.safeParse({
    csrf: form.get("csrf"),
    decision: form.get("decision"),
    org: form.get("org") ?? "",
    widens: form.get("widens"),
    isSeparate: form.get("separate") === "yes",
    groups: form.getAll("group"),
  });
  return parsed.success ? parsed.data : null;
}
