import { hoursBefore } from "./time.ts";

export type QueueItem = {
  id: string;
  agent_name: string;
  type: "approval" | "question" | "alert";
  status: "pending" | "responded";
  priority: "critical" | "high" | "medium" | "low";
  title: string;
  question: string;
  options: string[];
  response: string | null;
  created_at: string;
};

type Row = Omit<QueueItem, "id" | "created_at"> & { hours: number };

const ROWS: readonly Row[] = [
  {
    agent_name: "quote-desk",
    type: "approval",
    status: "pending",
    priority: "high",
    title: "Discount of 12 % for Nordwind",
    question: "Nordwind asks for 12 % off ten standard arms. The price book allows 10 %. Grant it?",
    options: ["Grant 12 %", "Stay at 10 %"],
    response: null,
    hours: 3,
  },
  {
    agent_name: "parts-finder",
    type: "alert",
    status: "pending",
    priority: "critical",
    title: "No servo motor left",
    question: "AR-3307 is out of stock in aisle C4, and two repairs wait for it.",
    options: [],
    response: null,
    hours: 7,
  },
  {
    agent_name: "support-triage",
    type: "question",
    status: "pending",
    priority: "medium",
    title: "Who covers the field service on Sunday?",
    question: "The roster of the field service names nobody for Sunday. Whom do incidents go to?",
    options: [],
    response: null,
    hours: 9,
  },
  {
    agent_name: "report-writer",
    type: "question",
    status: "responded",
    priority: "low",
    title: "Include failed simulations in the weekly report?",
    question: "Three simulations failed for lack of memory. Do they count as failed runs?",
    options: ["Yes", "No"],
    response: "Yes",
    hours: 100,
  },
];

/** Newest first. */
export function seedQueue(now: Date): QueueItem[] {
  return ROWS.map(({ hours, ...row }, index) => ({
    id: `ask_${String(index + 1).padStart(4, "0")}`,
    ...row,
    options: [...row.options],
    created_at: hoursBefore(now, hours),
  }));
}
