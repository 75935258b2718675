import { randomUUID } from "node:crypto";
import type { Behaviour } from "./answer-message.ts";
import type { Caller } from "./keys.ts";
import { seedAgents, seedExecutions, seedSchedules, SKILLS } from "./seed.ts";

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
  skills: string[];
  playbooks: { name: string; description: string; prompt: string }[];
  credentialFiles: { name: string; modified_at: string }[];
  created_at: string;
};

export type Execution = {
  execution_id: string;
  agent_name: string;
  status: "queued" | "running" | "success" | "failed" | "cancelled";
  triggered_by: "mcp" | "schedule" | "manual";
  message: string;
  response: string | null;
  started_at: string;
  completed_at: string | null;
  duration_ms: number | null;
  cost_usd: number;
};

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

export type Skill = { name: string; description: string; version: string };
export type ChatTurn = { role: "user" | "assistant"; content: string; timestamp: string };

/** Everything this instance knows. It lives as long as the process. */
export class World {
  readonly agents = new Map<string, Agent>();
  readonly schedules = new Map<string, Schedule>();
  readonly executions: Execution[] = [];
  readonly history = new Map<string, ChatTurn[]>();
  readonly skills: readonly Skill[] = SKILLS;

  constructor(now = new Date()) {
    for (const agent of seedAgents(now)) this.agents.set(agent.name, agent);
    for (const schedule of seedSchedules(now)) this.schedules.set(schedule.id, schedule);
    this.executions.push(...seedExecutions(now));
  }

  /** The agents this key may see: system all, agent itself and its owner's, people their own and shared ones. */
  visibleAgents(caller: Caller): Agent[] {
    return [...this.agents.values()].filter((agent) => canReach(caller, agent));
  }

  findAgent(caller: Caller, name: string): Agent | null {
    const agent = this.agents.get(name);
    return agent && canReach(caller, agent) ? agent : null;
  }

  remember(agentName: string, role: ChatTurn["role"], content: string): void {
    const turns = this.history.get(agentName) ?? [];
    turns.push({ role, content, timestamp: new Date().toISOString() });
    this.history.set(agentName, turns.slice(-50));
  }

  startExecution(agentName: string, message: string): Execution {
    const execution: Execution = {
      execution_id: randomUUID(),
      agent_name: agentName,
      status: "running",
      triggered_by: "mcp",
      message,
      response: null,
      started_at: new Date().toISOString(),
      completed_at: null,
      duration_ms: null,
      cost_usd: 0,
    };
    this.executions.unshift(execution);
    this.executions.length = Math.min(this.executions.length, 2_000);
    return execution;
  }
}

function canReach(caller: Caller, agent: Agent): boolean {
  switch (caller.scope) {
    case "system":
      return true;
    case "connector":
      return agent.name === (caller.agentName ?? DEFAULT_BOUND_AGENT);
    case "agent":
      return agent.name === caller.agentName || agent.shared;
    case "user":
      return caller.userId === "admin" || agent.owner === caller.userId || agent.shared;
  }
}

/** The agent a connector key is bound to when SAMPLE_KEYS does not say. */
export const DEFAULT_BOUND_AGENT = "quote-desk";
