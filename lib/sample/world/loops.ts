import { executionId } from "./executions.ts";
import { hoursBefore, secondsAfter } from "./time.ts";

export type StopReason =
  | "max_runs"
  | "stop_signal"
  | "budget_exhausted"
  | "deadline_exceeded"
  | "no_progress"
  | "stopped_by_user"
  | "agent_unavailable";

export type LoopRun = {
  run_number: number;
  execution_id: string;
  status: string;
  response_preview: string;
  cost: number;
  duration_ms: number | null;
};

export type Loop = {
  loop_id: string;
  agent_name: string;
  status: "running" | "completed" | "stopped" | "failed";
  stop_reason: StopReason | null;
  message: string;
  max_runs: number;
  stopSignal: string | null;
  delay_seconds: number;
  maxCostUsd: number | null;
  deadline: string | null;
  /** So many equal answers in a row end it; 0 switches that off. */
  noProgressThreshold: number;
  equalAnswers: number;
  started_by: string;
  started_at: string;
  completed_at: string | null;
  nextRunAt: string;
  lastResponse: string | null;
  runs: LoopRun[];
};

const row = {
  stop_reason: null,
  stopSignal: null,
  maxCostUsd: null,
  deadline: null,
  noProgressThreshold: 0,
  equalAnswers: 0,
  started_by: "admin",
  completed_at: null,
} as const;

/** One that still runs, a round an hour, and one that is over. */
export function seedLoops(now: Date): Loop[] {
  const answer = "Priority P2, team: first line.";
  return [
    {
      ...row,
      loop_id: "loop_0001",
      agent_name: "parts-finder",
      status: "running",
      message: "Round {{run}}: is a servo motor back in stock?",
      max_runs: 100,
      delay_seconds: 3_600,
      started_at: hoursBefore(now, 7),
      nextRunAt: secondsAfter(now, 3_600),
      lastResponse: "AR-3307 servo motor: 0 in aisle C4",
      runs: [
        {
          run_number: 1,
          execution_id: executionId(3),
          status: "success",
          response_preview: "AR-3307 servo motor: 0 in aisle C4",
          cost: 0.002,
          duration_ms: 2_044,
        },
      ],
    },
    {
      ...row,
      loop_id: "loop_0002",
      agent_name: "support-triage",
      status: "completed",
      stop_reason: "max_runs",
      message: "Round {{run}}: rate the oldest open incident.",
      max_runs: 2,
      delay_seconds: 300,
      started_at: hoursBefore(now, 12),
      completed_at: hoursBefore(now, 11.9),
      nextRunAt: hoursBefore(now, 11.9),
      lastResponse: answer,
      runs: [10, 11].map((number, index) => ({
        run_number: index + 1,
        execution_id: executionId(number),
        status: "success",
        response_preview: answer,
        cost: 0.0014,
        duration_ms: 1_400,
      })),
    },
  ];
}
