import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { findSettings } from "./internal/settings/store.ts";

/** What the organisation wants ticked at first when somebody connects an app. */
export const getConsentDefault = query({
  action: "settings.get-consent-default",
  permission: "connection:approve",
  input: z.strictObject({}),
  run: async ({ tx, actor }) => (await findSettings(tx, actor.tenantId)).consentDefault,
});
