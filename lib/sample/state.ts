import { randomUUID } from "node:crypto";
import type { Caller } from "./keys.ts";
import { type Agent, type ChatTurn, seedAgents } from "./world/agents.ts";
import { type Execution, seedExecutions, type Trigger } from "./world/executions.ts";
import { type FanOut, seedFanOuts } from "./world/fan-outs.ts";
import { type Loop, seedLoops } from "./world/loops.ts";
import type { Notification } from "./world/notifications.ts";
import { type QueueItem, seedQueue } from "./world/queue.ts";
import { type Reminder, seedReminders } from "./world/reminders.ts";
import { type Report, seedReports } from "./world/reports.ts";
import { type Room, seedRooms } from "./world/rooms.ts";
import { type Schedule, seedSchedules } from "./world/schedules.ts";
import { seedSystems, type System } from "./world/systems.ts";

const HISTORY_MAX = 50;
const EXECUTIONS_MAX = 2_000;
const RUNNING_MAX = 200;
const MESSAGE_MAX = 16_000;

/** Everything this instance knows. It lives as long as the process. */
export class World {
  readonly agents = new Map<string, Agent>();
  readonly schedules = new Map<string, Schedule>();
  readonly reminders = new Map<string, Reminder>();
  readonly rooms = new Map<string, Room>();
  readonly loops = new Map<string, Loop>();
  readonly fanOuts = new Map<string, FanOut>();
  readonly systems: System[] = [];
  /** Newest first, as the other lists. */
  readonly executions: Execution[] = [];
  readonly reports: Report[] = [];
  readonly queue: QueueItem[] = [];
  readonly notifications: Notification[] = [];
  readonly #clock: () => Date;
  readonly #lastNumbers = new Map<string, number>();
  #startedAt = "";

  constructor(clock: () => Date = () => new Date()) {
    this.#clock = clock;
    this.reset();
  }

  /** Makes everything what it is at a start, dated from now on. */
  reset(): void {
    const now = this.#clock();
    this.#startedAt = now.toISOString();
    this.#lastNumbers.clear();
    refill(this.agents, seedAgents(now), ({ name }) => name);
    refill(this.schedules, seedSchedules(now), ({ id }) => id);
    refill(this.reminders, seedReminders(now), ({ reminder_id }) => reminder_id);
    refill(this.rooms, seedRooms(now), ({ room_id }) => room_id);
    refill(this.loops, seedLoops(now), ({ loop_id }) => loop_id);
    refill(this.fanOuts, seedFanOuts(now), ({ fan_out_id }) => fan_out_id);
    this.systems.splice(0, Infinity, ...seedSystems());
    this.executions.splice(0, Infinity, ...seedExecutions(now));
    this.reports.splice(0, Infinity, ...seedReports(now));
    this.queue.splice(0, Infinity, ...seedQueue(now));
    this.notifications.length = 0;
  }

  /** When this instance, as it is now, began. */
  get startedAt(): string {
    return this.#startedAt;
  }

  now(): Date {
    return this.#clock();
  }

  nowIso(): string {
    return this.#clock().toISOString();
  }

  /** `room_1001`, `room_1002` and so on: what a tool makes is numbered apart from what is there at the start. */
  nextId(prefix: string): string {
    const number = (this.#lastNumbers.get(prefix) ?? 1_000) + 1;
    this.#lastNumbers.set(prefix, number);
    return `${prefix}_${number}`;
  }

  /** The agents this key may see: system all, agent itself and its owner's, people their own and shared ones. */
  visibleAgents(caller: Caller): Agent[] {
    return [...this.agents.values()].filter((agent) => canReach(caller, agent));
  }

  findAgent(caller: Caller, name: string): Agent | null {
    const agent = this.agents.get(name);
    return agent && canReach(caller, agent) ? agent : null;
  }

  /** The same rows without those of agents this key may not see. */
  visibleRows<Row extends { agent_name: string }>(caller: Caller, rows: Iterable<Row>): Row[] {
    return [...rows].filter(({ agent_name }) => this.findAgent(caller, agent_name) !== null);
  }

  remember(agent: Agent, role: ChatTurn["role"], content: string): void {
    agent.history = [...agent.history, { role, content, timestamp: this.nowIso() }].slice(-HISTORY_MAX);
  }

  /** Whether so many runs are on their way that no other may start. */
  isBusy(more = 1): boolean {
    const running = this.executions.filter(({ completed_at }) => completed_at === null).length;
    return running + more > RUNNING_MAX;
  }

  startExecution(agentName: string, message: string, trigger: Trigger = "mcp"): Execution {
    const execution: Execution = {
      execution_id: randomUUID(),
      agent_name: agentName,
      status: "running",
      triggered_by: trigger,
      message: message.slice(0, MESSAGE_MAX),
      response: null,
      started_at: this.nowIso(),
      completed_at: null,
      duration_ms: null,
      cost_usd: 0,
    };
    keepNewest(this.executions, execution, EXECUTIONS_MAX);
    return execution;
  }

  /** Gives an agent another name wherever it is named. */
  renameAgent(agent: Agent, newName: string): void {
    const oldName = agent.name;
    const rename = (name: string) => (name === oldName ? newName : name);
    this.agents.delete(oldName);
    agent.name = newName;
    this.agents.set(newName, agent);
    for (const rows of this.#rowsOfAgents()) for (const row of rows) row.agent_name = rename(row.agent_name);
    for (const room of this.rooms.values()) {
      room.agents = room.agents.map(rename);
      room.scribe = room.scribe === null ? null : rename(room.scribe);
    }
    for (const system of this.systems) system.agents = system.agents.map(rename);
  }

  /** Removes an agent and what belongs to it, so that a later one of the same name inherits nothing. */
  removeAgent({ name }: Agent): void {
    this.agents.delete(name);
    for (const rows of [this.schedules, this.reminders, this.loops, this.fanOuts])
      for (const [id, row] of rows) if (row.agent_name === name) rows.delete(id);
    const isOthers = ({ agent_name }: { agent_name: string }) => agent_name !== name;
    keepOnly(this.executions, isOthers);
    keepOnly(this.reports, isOthers);
    keepOnly(this.queue, isOthers);
    for (const room of this.rooms.values()) room.agents = room.agents.filter((member) => member !== name);
    for (const system of this.systems) system.agents = system.agents.filter((member) => member !== name);
  }

  #rowsOfAgents(): Iterable<{ agent_name: string }>[] {
    const maps = [this.schedules, this.reminders, this.loops, this.fanOuts];
    return [...maps.map((map) => map.values()), this.executions, this.reports, this.queue];
  }
}

/** Puts a row first and drops the oldest past the limit. */
export function keepNewest<Row>(rows: Row[], row: Row, max: number): void {
  rows.unshift(row);
  rows.length = Math.min(rows.length, max);
}

/** Removes the other rows; how many those were. */
export function keepOnly<Row>(rows: Row[], isKept: (row: Row) => boolean): number {
  const kept = rows.filter(isKept);
  const removed = rows.length - kept.length;
  rows.splice(0, rows.length, ...kept);
  return removed;
}

function refill<Row>(rows: Map<string, Row>, seeds: readonly Row[], idOf: (row: Row) => string): void {
  rows.clear();
  for (const seed of seeds) rows.set(idOf(seed), seed);
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
