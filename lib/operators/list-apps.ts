import "#server-only";
import { type ClientList, listClients } from "#lib/oauth/list-clients.ts";
import { operatorVerb } from "./operator-verb.ts";
import { NothingInput } from "./schema.ts";

/** The apps we pinned and those that are registered: names, addresses and times. */
export const listApps = operatorVerb({
  action: "apps.list",
  input: NothingInput,
  target: () => "",
  run: async (): Promise<ClientList> => await listClients(),
});
