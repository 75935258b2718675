export type Metric = {
  name: string;
  label: string;
  unit: string;
  kind: "counter" | "gauge" | "percentage";
  /** The values of the last days, oldest first; today's is the last. */
  days: readonly number[];
  /** Today's value grows with every run of the agent since the instance started. */
  countsRuns: boolean;
};

const DAYS = 90;

type Seed = Omit<Metric, "days" | "countsRuns"> & { base: number; swing: number; countsRuns?: true };

const SEEDS: Readonly<Record<string, readonly Seed[]>> = {
  "quote-desk": [
    {
      name: "quotes_answered",
      label: "Quotes answered",
      unit: "quotes",
      kind: "counter",
      base: 14,
      swing: 6,
      countsRuns: true,
    },
    {
      name: "average_margin",
      label: "Average margin",
      unit: "percent",
      kind: "percentage",
      base: 31,
      swing: 4,
    },
  ],
  "support-triage": [
    {
      name: "incidents_rated",
      label: "Incidents rated",
      unit: "incidents",
      kind: "counter",
      base: 9,
      swing: 5,
      countsRuns: true,
    },
    {
      name: "minutes_to_rate",
      label: "Minutes to rate an incident",
      unit: "minutes",
      kind: "gauge",
      base: 4,
      swing: 2,
    },
  ],
  "parts-finder": [
    {
      name: "parts_out_of_stock",
      label: "Parts out of stock",
      unit: "parts",
      kind: "gauge",
      base: 2,
      swing: 1,
    },
  ],
};

/** The same values at every start: a slow wave around a base. */
export function seedMetrics(agentName: string): Metric[] {
  return (SEEDS[agentName] ?? []).map(({ base, swing, countsRuns = false, ...metric }) => ({
    ...metric,
    countsRuns,
    days: Array.from({ length: DAYS }, (_, day) => base + Math.round(swing * Math.sin(day / 5))),
  }));
}
