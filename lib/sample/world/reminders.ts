import { executionId } from "./executions.ts";
import { hoursBefore, secondsAfter } from "./time.ts";

export type Reminder = {
  reminder_id: string;
  agent_name: string;
  message: string;
  status: "pending" | "fired" | "cancelled" | "failed";
  fire_at: string;
  created_at: string;
  created_by: string;
  execution_id: string | null;
};

const DAY_SECONDS = 86_400;

export function seedReminders(now: Date): Reminder[] {
  const row = { status: "pending", created_by: "admin", execution_id: null } as const;
  return [
    {
      ...row,
      reminder_id: "rem_0001",
      agent_name: "quote-desk",
      message: "Follow up on the Nordwind quote: 10 * 18400 + 650",
      fire_at: secondsAfter(now, 3 * DAY_SECONDS),
      created_at: hoursBefore(now, 26),
    },
    {
      ...row,
      reminder_id: "rem_0002",
      agent_name: "support-triage",
      message: "Check whether arm 7 stopped again.",
      fire_at: secondsAfter(now, 7 * DAY_SECONDS),
      created_at: hoursBefore(now, 20),
    },
    {
      ...row,
      reminder_id: "rem_0003",
      agent_name: "support-triage",
      message: "Arm 7 stopped in the middle of a cycle",
      status: "fired",
      fire_at: hoursBefore(now, 20),
      created_at: hoursBefore(now, 44),
      execution_id: executionId(4),
    },
  ];
}
