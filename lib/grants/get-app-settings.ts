import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { findAppSettings } from "./internal/client-policy/store.ts";

/** Who may connect an app that nothing was decided about; `open`, of version 0, while nobody chose. */
export const getAppSettings = query({
  action: "app-settings.get",
  permission: "client-policy:read",
  input: z.strictObject({}),
  run: async ({ tx, actor }) => await findAppSettings(tx, actor.tenantId),
});
