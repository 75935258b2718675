import "#server-only";
import { getTranslations } from "next-intl/server";
import { refresh } from "next/cache";
import type { z } from "zod";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isObject, parseJson } from "#lib/kernel/json.ts";
import type { FormState } from "../_ui/form-state.ts";
import { asMember } from "./admit.ts";
import { readField } from "./read-field.ts";
import { submitForm } from "./submit-form.ts";

type TakingBack<Schema extends z.ZodObject, Result> = {
  as?: typeof asMember;
  /** The verb that takes it back, and what it is given. */
  input: Schema;
  run: (actor: MemberActor, input: z.output<Schema>) => Promise<Result>;
};

/** What a toast's Undo sends: the change backwards, as its verb answered it. */
export async function takeBack<Schema extends z.ZodObject, Result>(
  form: FormData,
  { as = asMember, input, run }: TakingBack<Schema, Result>,
): Promise<FormState> {
  const t = await getTranslations("ui.toast");
  return await submitForm(form, {
    as,
    input,
    read: (sent) => {
      const parsed = parseJson(readField(sent, "undo"));
      return parsed !== null && isObject(parsed.value) ? parsed.value : {};
    },
    run,
    done: () => {
      refresh();
      return { done: { message: t("undone") } };
    },
  });
}

/** The fields of that Undo, with the one that names the organisation; none where nothing takes it back. */
export function toUndo(
  form: FormData,
  undo: object | null,
  named: "slug" | "organisation" = "slug",
): Record<string, string> | undefined {
  return undo === null ? undefined : { [named]: readField(form, named), undo: JSON.stringify(undo) };
}
