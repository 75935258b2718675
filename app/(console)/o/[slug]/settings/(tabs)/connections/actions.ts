"use server";

import { getTranslations } from "next-intl/server";
import { ConnectionSettingsInput } from "#lib/tenants/schema.ts";
import { setConnectionSettings } from "#lib/tenants/set-connection-settings.ts";
import type { FormState } from "../../../../../../_ui/form-state.ts";
import { asMember } from "../../../../../admit.ts";
import { settle } from "../../../../../settle.ts";
import { submitForm } from "../../../../../submit-form.ts";
import { takeBack, toUndo } from "../../../../../take-back.ts";

export async function saveLifetime(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) {
    return await takeBack(form, { input: ConnectionSettingsInput, run: setConnectionSettings });
  }
  const t = await getTranslations("settings.connections");
  const state = await submitForm(form, {
    as: asMember,
    input: ConnectionSettingsInput,
    run: setConnectionSettings,
    done: ({ shortened, undo }) => ({
      done: { message: t("saved", { shortened }), undo: toUndo(form, undo) },
    }),
  });
  return settle(state);
}
