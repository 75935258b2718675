import type { Agent, Execution, Schedule, Skill } from "./state.ts";

const HOUR_MS = 3_600_000;
const ago = (now: Date, hours: number) => new Date(now.getTime() - hours * HOUR_MS).toISOString();

export const SKILLS: readonly Skill[] = [
  { name: "price-book", description: "Current list prices and volume discounts", version: "2.1.0" },
  { name: "incident-playbook", description: "How field incidents are rated and routed", version: "1.4.2" },
  { name: "stock-lookup", description: "Warehouse aisles and stock levels", version: "1.0.3" },
  { name: "weekly-report", description: "Layout of the weekly operations report", version: "3.0.0" },
  { name: "cell-layouts", description: "Robot cell layouts used in simulations", version: "0.9.1" },
];

type Seed = Pick<Agent, "name" | "description" | "behaviour" | "tags" | "skills"> & Partial<Agent>;

const AGENTS: readonly Seed[] = [
  {
    name: "quote-desk",
    description: "Works out prices for customer quotes",
    behaviour: "quote",
    tags: ["sales", "finance"],
    skills: ["price-book"],
    exposed: true,
    playbooks: [
      {
        name: "standard-arm-quote",
        description: "Price of ten standard arms with delivery",
        prompt: "10 * 18400 + 650",
      },
      { name: "spare-kit-quote", description: "Price of one spare part kit", prompt: "4 * 32.50 + 2 * 119" },
    ],
  },
  {
    name: "report-writer",
    description: "Shortens long notes to a summary",
    behaviour: "report",
    tags: ["operations"],
    skills: ["weekly-report"],
  },
  {
    name: "support-triage",
    description: "Rates incoming field incidents and names the team",
    behaviour: "triage",
    tags: ["support", "operations"],
    skills: ["incident-playbook"],
  },
  {
    name: "parts-finder",
    description: "Finds spare parts and their stock",
    behaviour: "parts",
    tags: ["support", "warehouse"],
    skills: ["stock-lookup"],
  },
  {
    name: "slowpoke",
    description: "Runs robot cell simulations; takes its time",
    behaviour: "simulate",
    tags: ["engineering"],
    skills: ["cell-layouts"],
  },
  {
    name: "payroll-clerk",
    description: "Prepares the monthly payroll run",
    behaviour: "echo",
    tags: ["finance"],
    skills: [],
    shared: false,
    status: "stopped",
  },
];

export function seedAgents(now: Date): Agent[] {
  return AGENTS.map((seed, index) => ({
    type: "business-assistant",
    status: "running" as const,
    owner: "admin",
    shared: true,
    exposed: false,
    template: `github:acme-robotics/${seed.name}`,
    model: "sonnet",
    playbooks: [],
    credentialFiles: [{ name: ".env", modified_at: ago(now, 700 + index) }],
    created_at: ago(now, 2_000 - index * 100),
    ...seed,
    tags: [...seed.tags],
    skills: [...seed.skills],
  }));
}

export function seedSchedules(now: Date): Schedule[] {
  const rows: [string, string, string, string, string, boolean][] = [
    [
      "sch_0001",
      "report-writer",
      "Weekly operations report",
      "0 7 * * 1",
      "Summarise last week's runs.",
      true,
    ],
    [
      "sch_0002",
      "support-triage",
      "Morning incident sweep",
      "0 6 * * *",
      "Rate the incidents reported overnight.",
      true,
    ],
    [
      "sch_0003",
      "parts-finder",
      "Low stock check",
      "30 5 * * 1-5",
      "Which of servo, encoder and lidar are low?",
      true,
    ],
    ["sch_0004", "slowpoke", "Nightly cell simulation", "0 1 * * *", "Cell 4, two arms, night shift.", false],
  ];
  return rows.map(([id, agent, name, cron, message, enabled], index) => ({
    id,
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
    created_at: ago(now, 1_500),
    last_run_at: enabled ? ago(now, 6 + index) : null,
  }));
}

export function seedExecutions(now: Date): Execution[] {
  const rows: [
    string,
    Execution["status"],
    Execution["triggered_by"],
    string,
    string | null,
    number,
    number,
  ][] = [
    ["quote-desk", "success", "manual", "12 * 349.50 + 80", "12 * 349.50 + 80 = 4274", 2, 1_840],
    [
      "support-triage",
      "success",
      "schedule",
      "Rate the incidents reported overnight.",
      "Priority P2, team: first line.",
      6,
      2_310,
    ],
    [
      "parts-finder",
      "success",
      "schedule",
      "Which of servo, encoder and lidar are low?",
      "AR-3307 servo motor: 0 in aisle C4",
      7,
      2_044,
    ],
    [
      "support-triage",
      "success",
      "manual",
      "Arm 7 stopped in the middle of a cycle",
      "Priority P1, team: field service.",
      20,
      1_502,
    ],
    ["report-writer", "failed", "schedule", "Summarise last week's runs.", null, 102, 900_000],
    [
      "report-writer",
      "success",
      "manual",
      "Summarise last week's runs.",
      "Summary: 214 runs, 3 failed.",
      101,
      4_120,
    ],
    ["slowpoke", "success", "manual", "Cell 4, two arms, night shift.", "Simulation finished.", 130, 61_200],
  ];
  return rows.map(([agent, status, trigger, message, response, hours, durationMs], index) => ({
    execution_id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
    agent_name: agent,
    status,
    triggered_by: trigger,
    message,
    response,
    started_at: ago(now, hours),
    completed_at: new Date(now.getTime() - hours * HOUR_MS + durationMs).toISOString(),
    duration_ms: durationMs,
    cost_usd: Number((durationMs / 1_000_000).toFixed(4)),
  }));
}
