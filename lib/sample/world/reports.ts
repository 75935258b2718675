import { hoursBefore } from "./time.ts";

export type Report = {
  report_id: string;
  agent_name: string;
  report_type: string;
  title: string;
  display_hint: "table" | "kpi" | "markdown";
  payload: Record<string, unknown>;
  created_at: string;
};

type Row = Omit<Report, "report_id" | "created_at"> & { hours: number };

const ROWS: readonly Row[] = [
  {
    agent_name: "parts-finder",
    report_type: "warehouse.low_stock",
    title: "Parts that run low",
    display_hint: "table",
    hours: 7,
    payload: {
      columns: ["part", "name", "stock", "aisle"],
      rows: [
        ["AR-3307", "servo motor", 0, "C4"],
        ["AR-4815", "lidar head", 7, "D2"],
      ],
    },
  },
  {
    agent_name: "support-triage",
    report_type: "support.incident_digest",
    title: "Incidents of the last day",
    display_hint: "kpi",
    hours: 6,
    payload: {
      tiles: [
        { label: "Incidents", value: 11 },
        { label: "P1", value: 1 },
        { label: "Minutes to rate", value: 4 },
      ],
    },
  },
  {
    agent_name: "report-writer",
    report_type: "ops.weekly_summary",
    title: "Operations, last week",
    display_hint: "markdown",
    hours: 101,
    payload: { markdown: "214 runs, 3 failed. One incident of priority P1: arm 7. Servo motors ran out." },
  },
  {
    agent_name: "report-writer",
    report_type: "ops.weekly_summary",
    title: "Operations, the week before",
    display_hint: "markdown",
    hours: 269,
    payload: { markdown: "198 runs, 1 failed. No incident above priority P2." },
  },
  {
    agent_name: "quote-desk",
    report_type: "sales.quotes_month",
    title: "Quotes of the month",
    display_hint: "kpi",
    hours: 640,
    payload: {
      tiles: [
        { label: "Quotes", value: 402 },
        { label: "Average margin in percent", value: 31 },
      ],
    },
  },
];

/** Newest first. */
export function seedReports(now: Date): Report[] {
  return ROWS.map(({ hours, ...row }, index) => ({
    report_id: `rep_${String(index + 1).padStart(4, "0")}`,
    ...row,
    created_at: hoursBefore(now, hours),
  })).sort((a, b) => b.created_at.localeCompare(a.created_at));
}
