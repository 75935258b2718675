import "#server-only";
import { forgetIncidents } from "./internal/incidents/remember.ts";
import { insertIncident } from "./internal/incidents/store.ts";
import { operatorVerb } from "./operator-verb.ts";
import { OpenIncidentInput } from "./schema.ts";

/** Tells everybody of an incident: on the status page, and above the console within fifteen seconds. */
export const openIncident = operatorVerb({
  action: "incidents.open",
  input: OpenIncidentInput,
  target: ({ title }) => title,
  async run(_actor, { title, impact, components, text }): Promise<{ id: string }> {
    const id = crypto.randomUUID();
    await insertIncident({
      id,
      title,
      impact,
      components: [...new Set(components)],
      startedAt: new Date(),
      text,
    });
    forgetIncidents();
    return { id };
  },
});
