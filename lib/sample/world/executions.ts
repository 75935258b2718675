import { hoursBefore, secondsAfter } from "./time.ts";

export type Trigger =
  | "mcp"
  | "schedule"
  | "manual"
  | "fan_out"
  | "loop"
  | "reminder"
  | "room"
  | "skill"
  | "playbook";

export type Execution = {
  execution_id: string;
  agent_name: string;
  status: "queued" | "running" | "success" | "failed" | "cancelled";
  triggered_by: Trigger;
  message: string;
  response: string | null;
  /** Only of a run that failed. */
  error?: string;
  schedule_id?: string;
  started_at: string;
  completed_at: string | null;
  duration_ms: number | null;
  cost_usd: number;
};

type Row = Pick<Execution, "agent_name" | "message" | "response"> &
  Partial<Execution> & { hours: number; ms: number };

const SWEEP = { schedule_id: "sch_0002", triggered_by: "schedule" } as const;
const WEEKLY = { schedule_id: "sch_0001", triggered_by: "schedule" } as const;

/** In this order they are numbered from 1; other seeds name them by `executionId`. */
const RUNS: readonly Row[] = [
  {
    agent_name: "quote-desk",
    message: "12 * 349.50 + 80",
    response: "12 * 349.50 + 80 = 4274",
    hours: 2,
    ms: 1_840,
  },
  {
    agent_name: "support-triage",
    message: "Rate the incidents reported overnight.",
    response: "Priority P2, team: first line.",
    hours: 6,
    ms: 2_310,
    ...SWEEP,
  },
  {
    agent_name: "parts-finder",
    message: "Which of servo, encoder and lidar are low?",
    response: "AR-3307 servo motor: 0 in aisle C4",
    hours: 7,
    ms: 2_044,
    schedule_id: "sch_0003",
    triggered_by: "schedule",
  },
  {
    agent_name: "support-triage",
    message: "Arm 7 stopped in the middle of a cycle",
    response: "Priority P1, team: field service.",
    hours: 20,
    ms: 1_502,
  },
  {
    agent_name: "report-writer",
    message: "Summarise last week's runs.",
    response: null,
    error: "Timed out after 900 s",
    status: "failed",
    hours: 102,
    ms: 900_000,
    ...WEEKLY,
  },
  {
    agent_name: "report-writer",
    message: "Summarise last week's runs.",
    response: "Summary: 214 runs, 3 failed.",
    hours: 101,
    ms: 4_120,
  },
  {
    agent_name: "slowpoke",
    message: "Cell 4, two arms, night shift.",
    response: "Simulation finished.",
    hours: 130,
    ms: 61_200,
  },
  {
    agent_name: "parts-finder",
    message: "Stock of AR-1042?",
    response: "AR-1042 gripper pad: 180 in aisle B3",
    hours: 9,
    ms: 1_120,
    triggered_by: "fan_out",
  },
  {
    agent_name: "parts-finder",
    message: "Stock of AR-2210?",
    response: "AR-2210 joint encoder: 12 in aisle C1",
    hours: 9,
    ms: 1_090,
    triggered_by: "fan_out",
  },
  {
    agent_name: "support-triage",
    message: "Round 1: rate the oldest open incident.",
    response: "Priority P2, team: first line.",
    hours: 12,
    ms: 1_400,
    triggered_by: "loop",
  },
  {
    agent_name: "support-triage",
    message: "Round 2: rate the oldest open incident.",
    response: "Priority P2, team: first line.",
    hours: 11.9,
    ms: 1_380,
    triggered_by: "loop",
  },
  {
    agent_name: "support-triage",
    message: "Rate the incidents reported overnight.",
    response: "Priority P1, team: field service.",
    hours: 30,
    ms: 2_280,
    ...SWEEP,
  },
  {
    agent_name: "report-writer",
    message: "Summarise last week's runs.",
    response: "Summary: 198 runs, 1 failed.",
    hours: 269,
    ms: 4_300,
    ...WEEKLY,
  },
  {
    agent_name: "quote-desk",
    message: "10 * 18400 + 650",
    response: "10 * 18400 + 650 = 184650",
    hours: 26,
    ms: 1_700,
  },
];

/** The id of the run with that number among the seeded ones. */
export function executionId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** The seeded runs, newest first. */
export function seedExecutions(now: Date): Execution[] {
  return RUNS.map(({ hours, ms, ...row }, index): Execution => {
    const started = hoursBefore(now, hours);
    return {
      execution_id: executionId(index + 1),
      status: "success",
      triggered_by: "manual",
      ...row,
      started_at: started,
      completed_at: secondsAfter(new Date(started), ms / 1_000),
      duration_ms: ms,
      cost_usd: Number((ms / 1_000_000).toFixed(4)),
    };
  }).sort((a, b) => b.started_at.localeCompare(a.started_at));
}
