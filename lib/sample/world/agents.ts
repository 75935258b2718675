import type { Behaviour } from "../answer-message.ts";
import { type Metric, seedMetrics } from "./metrics.ts";
import { type Pipeline, seedPipelines } from "./pipelines.ts";
import { type Repository, seedRepository } from "./repositories.ts";
import { hoursBefore } from "./time.ts";

export type ChatTurn = { role: "user" | "assistant"; content: string; timestamp: string };

/** An agent and all that is its own, so that a new name or its end takes everything along. */
export type Agent = {
  name: string;
  type: string;
  description: string;
  status: "running" | "stopped";
  owner: string;
  shared: boolean;
  exposed: boolean;
  template: string;
  model: string;
  behaviour: Behaviour;
  tags: string[];
  /** Skills given one by one; those of its sets come on top. */
  skills: string[];
  skillSets: string[];
  /** Skills whose files are in the agent's workspace. */
  syncedSkills: string[];
  playbooks: { name: string; description: string; prompt: string }[];
  credentialFiles: { name: string; modified_at: string }[];
  created_at: string;
  started_at: string | null;
  restarts: number;
  last_check_at: string;
  ephemeral: { expiresAt: string | null; runsLeft: number | null } | null;
  history: ChatTurn[];
  repository: Repository | null;
  pipelines: Pipeline[];
  metrics: Metric[];
};

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
    skillSets: ["field-service"],
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
  {
    name: "showroom-guide",
    description: "Answers visitors' questions about the robots in the showroom",
    behaviour: "parts",
    tags: ["sales", "showroom"],
    skills: ["stock-lookup"],
  },
  {
    name: "returns-clerk",
    description: "Rates returned parts and says which team takes them",
    behaviour: "triage",
    tags: ["warehouse"],
    skills: [],
  },
  {
    name: "night-watch",
    description: "Rates alarms of the night shift",
    behaviour: "triage",
    tags: ["operations", "night-shift"],
    skills: ["incident-playbook"],
    status: "stopped",
  },
  {
    name: "fair-guide",
    description: "Answered questions at the spring trade fair; no longer needed",
    behaviour: "echo",
    tags: ["retired"],
    skills: [],
  },
  {
    name: "skill-runner",
    description: "Runs single skills of the library",
    behaviour: "echo",
    tags: ["platform"],
    skills: [],
    type: "system-agent",
  },
];

/** An agent with nothing of its own yet; what `seed` says stands instead. */
export function newAgent(now: Date, seed: Seed): Agent {
  const status = seed.status ?? "running";
  return {
    type: "business-assistant",
    owner: "admin",
    shared: true,
    exposed: false,
    template: `github:acme-robotics/${seed.name}`,
    model: "sonnet",
    skillSets: [],
    playbooks: [],
    credentialFiles: [],
    created_at: now.toISOString(),
    started_at: status === "running" ? now.toISOString() : null,
    restarts: 0,
    last_check_at: now.toISOString(),
    ephemeral: null,
    history: [],
    repository: null,
    pipelines: [],
    metrics: [],
    ...seed,
    status,
    tags: [...seed.tags],
    skills: [...seed.skills],
    syncedSkills: [...seed.skills],
  };
}

function seedHistory(now: Date): ChatTurn[] {
  const timestamp = hoursBefore(now, 2);
  return [
    { role: "user", content: "12 * 349.50 + 80", timestamp },
    { role: "assistant", content: "12 * 349.50 + 80 = 4274", timestamp },
  ];
}

export function seedAgents(now: Date): Agent[] {
  return AGENTS.map((seed, index) => {
    const agent = newAgent(now, {
      ...seed,
      history: seed.name === "quote-desk" ? seedHistory(now) : [],
      skillSets: [...(seed.skillSets ?? [])],
      credentialFiles: [{ name: ".env", modified_at: hoursBefore(now, 700 + index) }],
      created_at: hoursBefore(now, 2_000 - index * 100),
      last_check_at: hoursBefore(now, 0.05),
      repository: seedRepository(now, seed.name),
      pipelines: seedPipelines(now, seed.name),
      metrics: seedMetrics(seed.name),
    });
    if (agent.started_at !== null) agent.started_at = hoursBefore(now, 300 - index);
    return agent;
  });
}
