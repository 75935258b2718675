import { z } from "zod";

const BODY_MAX_BYTES = 64 * 1024;

const AnswerSchema = z.object({
  csrf: z.string().min(1).max(200),
  decision: z.enum(["allow", "deny"]),
  org: z.string().max(100),
  groups: z.array(z.string().max(100)).max(200),
});
export type Answer = z.infer<typeof AnswerSchema>;

/** The form's fields, or null when it is not the form we made. */
export async function readAnswer(request: Request): Promise<Answer | null> {
  const type = request.headers.get("content-type") ?? "";
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!type.startsWith("application/x-www-form-urlencoded") || !(length <= BODY_MAX_BYTES)) return null;
  const form = new URLSearchParams(await request.text());
  const parsed = AnswerSchema.safeParse({
    csrf: form.get("csrf"),
    decision: form.get("decision"),
    org: form.get("org") ?? "",
    groups: form.getAll("group"),
  });
  return parsed.success ? parsed.data : null;
}
