import "#server-only";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { ErrorCode } from "#lib/kernel/errors.ts";
import { explainIssue } from "#lib/verbs/explain-issue.ts";
import { toActionResult } from "../_http/to-action-result.ts";
import type { FormProblem, FormState } from "../_ui/form-state.ts";
import type { Admit } from "./admit.ts";
import { readFields } from "./read-fields.ts";
import { toFieldErrors } from "./to-field-errors.ts";

const TYPED_LENGTH_MAX = 20_000;
const UNREADABLE = "What was sent does not fit this form. Reload the page, then try again.";

type Answer<Result> = Partial<Omit<FormState<Result>, "typed">>;

type Submission<Actor, Schema extends z.ZodObject, Value, Result> = {
  /** Who may send it: `asMember`, `asPerson`, or either inside `asRecent`. */
  as: Admit<Actor>;
  /** The verb's own schema. It says which fields are read, and its words stand at them, or `explainIssue`'s. */
  input: Schema;
  /** What the schema is given, where the fields alone do not say it. */
  read?: (form: FormData) => unknown;
  /** Fields that are never sent back. */
  secrets?: readonly string[];
  /** The field at fault for a code of the verb; any other failure stands on top. */
  blame?: Partial<Record<ErrorCode, keyof z.output<Schema> & string>>;
  run: (actor: Actor, input: z.output<Schema>) => Promise<Value>;
  /** Where success leads, or what the form shows then. A refusal among `Value` is answered with `errors` or `problem`. */
  done: (value: Value, context: { actor: Actor; input: z.output<Schema> }) => string | Answer<Result>;
};

/**
 * The one way a console's form is answered. What was typed comes back with everything that was wrong; an ended session
 * is a problem of the form and not a redirect.
 */
export async function submitForm<Actor, Schema extends z.ZodObject, Value, Result = undefined>(
  form: FormData,
  {
    as: admit,
    input: schema,
    read,
    secrets = [],
    blame = {},
    run,
    done,
  }: Submission<Actor, Schema, Value, Result>,
): Promise<FormState<Result>> {
  const typed = readTyped(form, secrets);
  const refuse = (problem: FormProblem): FormState<Result> => ({ typed, errors: [], problem });
  const admitted = await toActionResult(() => admit(form));
  if (!admitted.ok) return refuse({ kind: "failed", message: admitted.message });
  if (!admitted.value.ok) return refuse(admitted.value.problem);
  const { actor } = admitted.value;
  const raw = read ? read(form) : readFields(form, schema);
  const parsed = schema.safeParse(raw, { error: explainIssue });
  if (!parsed.success) {
    const errors = toFieldErrors(parsed.error).filter(({ fieldId }) => fieldId in schema.shape);
    return errors.length > 0 ? { typed, errors } : refuse({ kind: "failed", message: UNREADABLE });
  }
  // The verb parses for itself, so it gets what came in: a transformed value may not parse twice.
  const result = await toActionResult(() => run(actor, raw as z.output<Schema>));
  if (!result.ok) {
    const fieldId = blame[result.code];
    return fieldId === undefined
      ? refuse({ kind: "failed", message: result.message })
      : { typed, errors: [{ fieldId, message: result.message }] };
  }
  const answer = done(result.value, { actor, input: parsed.data });
  if (typeof answer === "string") return redirect(answer);
  return { typed: answer.done ? {} : typed, errors: [], ...answer };
}

function readTyped(form: FormData, secrets: readonly string[]): Record<string, string[]> {
  // A map, because a name may be one that every object has ("__proto__").
  const typed = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (typeof value !== "string" || name.startsWith("$") || secrets.includes(name)) continue;
    const values = typed.get(name) ?? [];
    values.push(value.slice(0, TYPED_LENGTH_MAX));
    typed.set(name, values);
  }
  typed.delete("__proto__");
  return Object.fromEntries(typed);
}
