import { hoursBefore } from "./time.ts";

export type Schedule = {
  id: string;
  agent_name: string;
  name: string;
  cron_expression: string;
  message: string;
  timezone: string;
  enabled: boolean;
  max_retries: number;
  retry_delay_seconds: number;
  timeout_seconds: number;
  created_by: string;
  created_at: string;
  last_run_at: string | null;
};

type Row = [agent: string, name: string, cron: string, message: string, enabled: boolean];

const ROWS: readonly Row[] = [
  ["report-writer", "Weekly operations report", "0 7 * * 1", "Summarise last week's runs.", true],
  ["support-triage", "Morning incident sweep", "0 6 * * *", "Rate the incidents reported overnight.", true],
  ["parts-finder", "Low stock check", "30 5 * * 1-5", "Which of servo, encoder and lidar are low?", true],
  ["slowpoke", "Nightly cell simulation", "0 1 * * *", "Cell 4, two arms, night shift.", false],
  ["parts-finder", "Fair stock check", "0 8 * * *", "Is a lidar head left for the fair?", false],
  ["quote-desk", "Price of the month", "0 9 1 * *", "10 * 18400 + 650", true],
];

export function seedSchedules(now: Date): Schedule[] {
  return ROWS.map(([agent, name, cron, message, enabled], index) => ({
    id: `sch_${String(index + 1).padStart(4, "0")}`,
    agent_name: agent,
    name,
    cron_expression: cron,
    message,
    timezone: "Europe/Berlin",
    enabled,
    max_retries: 1,
    retry_delay_seconds: 60,
    timeout_seconds: 900,
    created_by: "admin",
    created_at: hoursBefore(now, 1_500),
    last_run_at: enabled ? hoursBefore(now, 6 + index) : null,
  }));
}
