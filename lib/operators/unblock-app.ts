import "#server-only";
import { unblockEverywhere } from "#lib/oauth/unblock-everywhere.ts";
import { operatorVerb } from "./operator-verb.ts";
import { AppInput } from "./schema.ts";

/** As `unblockEverywhere`, by an operator on their page. */
export const unblockApp = operatorVerb({
  action: "apps.unblock",
  input: AppInput,
  target: ({ id }) => id,
  run: async (_actor, { id }): Promise<void> => await unblockEverywhere(id),
});
