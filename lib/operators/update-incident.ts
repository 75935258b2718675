import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { forgetIncidents } from "./internal/incidents/remember.ts";
import { addUpdate } from "./internal/incidents/store.ts";
import { operatorVerb } from "./operator-verb.ts";
import { UpdateIncidentInput } from "./schema.ts";

/** Adds what is known now to an incident; the state "resolved" ends it. Throws `not_found` for one that has ended. */
export const updateIncident = operatorVerb({
  action: "incidents.update",
  input: UpdateIncidentInput,
  target: ({ id, state }) => `${id} ${state}`,
  async run(_actor, { id, state, text }): Promise<void> {
    if (!(await addUpdate(id, { at: new Date(), state, text }))) {
      throw new DomainError("not_found", "This incident has ended already. Open a new one.");
    }
    forgetIncidents();
  },
});
