import { z } from "zod";
import type { World } from "../state.ts";
import { backendFailure, type Call, tool, withAgent } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import type { Metric } from "../world/metrics.ts";
import { hoursBefore } from "../world/time.ts";

const WINDOW_DAYS = { auto: 12, "24h": 1, "7d": 7, "30d": 30, "90d": 90 } as const;

const GetMetrics = z.object({
  agent: z.string().optional(),
  metric: z.string().optional(),
  window: z.enum(["auto", "24h", "7d", "30d", "90d"]).optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  include_retired: z.boolean().optional(),
});
type Asked = z.output<typeof GetMetrics>;

type Span = { from: string; to: string; days: number };

function toSpan(now: Date, { window = "auto", since, until }: Asked): Span {
  if (since === undefined) {
    const days = WINDOW_DAYS[window];
    return { from: hoursBefore(now, days * 24), to: now.toISOString(), days };
  }
  const [from, to] = [new Date(since), until === undefined ? now : new Date(until)];
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from > to)
    throw backendFailure(422, "since and until must be RFC 3339 times in this order");
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    days: Math.ceil((to.getTime() - from.getTime()) / 86_400_000),
  };
}

/** One point a day; today's counts the runs since the instance started where the metric counts runs. */
function toSeries(world: World, agent: Agent, metric: Metric): { ts: string; value: number }[] {
  const runs = metric.countsRuns
    ? world.executions.filter((run) => run.agent_name === agent.name && run.started_at >= world.startedAt)
    : [];
  const last = metric.days.length - 1;
  return metric.days.map((value, day) => ({
    ts: hoursBefore(new Date(world.startedAt), (last - day) * 24),
    value: day === last ? value + runs.length : value,
  }));
}

function getMetrics({ world }: Call, agent: Agent, input: Asked): unknown {
  const span = toSpan(world.now(), input);
  const wanted = agent.metrics.filter(({ name }) => (input.metric ?? name) === name);
  if (input.metric !== undefined && wanted.length === 0)
    return { success: true, agent_name: agent.name, metric: input.metric, undeclared: true, metrics: [] };
  return {
    success: true,
    agent_name: agent.name,
    window: { since: span.from, until: span.to, days: span.days },
    metrics: wanted.map((metric) => {
      const series = toSeries(world, agent, metric);
      const { name, label, unit, kind } = metric;
      return {
        name,
        label,
        unit,
        kind,
        cadence: "daily",
        freshness: "fresh",
        latest: series.at(-1) ?? null,
        series: series.filter(({ ts }) => ts >= span.from && ts <= span.to),
      };
    }),
  };
}

export const metricTools = [
  tool({
    name: "get_metrics",
    description: "Get the figures an agent has recorded, over a time window.",
    audience: "operator",
    input: GetMetrics,
    run(call, input) {
      const name = input.agent ?? (call.caller.scope === "agent" ? call.caller.agentName : undefined);
      if (name === undefined)
        return { success: false, error: "The get_metrics tool requires an agent-scoped API key or agent" };
      return withAgent(call, name, (agent) => getMetrics(call, agent, input));
    },
  }),
];
