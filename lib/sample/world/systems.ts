/** A group of agents that are deployed together. Members are found by the name they carry now. */
export type System = { name: string; description: string; agents: string[]; restarted_at: string | null };

export function seedSystems(): System[] {
  return [
    {
      name: "field-service",
      description: "Rates incidents and finds the parts a repair takes",
      agents: ["support-triage", "parts-finder"],
      restarted_at: null,
    },
    {
      name: "sales-office",
      description: "Answers quotes and writes the reports on them",
      agents: ["quote-desk", "report-writer"],
      restarted_at: null,
    },
  ];
}
