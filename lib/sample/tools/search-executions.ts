import { z } from "zod";
import { backendFailure, type Call, tool } from "../tool.ts";
import type { Execution } from "../world/executions.ts";
import { hoursBefore } from "../world/time.ts";

const FIELDS = ["message", "response", "error"] as const;

const SearchInput = z.object({
  query: z.string().min(1).max(200),
  mode: z.enum(["substring", "regex"]).default("substring"),
  agents: z.array(z.string()).max(50).optional(),
  fields: z.array(z.enum(FIELDS)).optional(),
  status: z.string().optional(),
  triggered_by: z.string().optional(),
  hours: z
    .union([z.literal(0), z.literal(1), z.literal(6), z.literal(24), z.literal(168), z.literal(720)])
    .default(24),
  limit: z.int().min(1).max(100).default(20),
  offset: z.int().min(0).default(0),
  context: z.int().min(20).max(400).default(120),
});
type Search = z.output<typeof SearchInput>;

function search({ world, caller }: Call, input: Search): unknown {
  // Trinity has its database do these; a pattern of a caller's could hold up this process for ever.
  if (input.mode === "regex")
    throw backendFailure(400, "mode=regex needs a PostgreSQL backend; use mode=substring");
  const since = input.hours === 0 ? "" : hoursBefore(world.now(), input.hours);
  const found = world
    .visibleRows(caller, world.executions)
    .filter(
      (run) =>
        run.started_at >= since &&
        (input.agents?.includes(run.agent_name) ?? true) &&
        (input.status ?? run.status) === run.status &&
        (input.triggered_by ?? run.triggered_by) === run.triggered_by,
    )
    .map((run) => ({ run, matches: findMatches(run, input) }))
    .filter(({ matches }) => matches.length > 0);
  const page = found.slice(input.offset, input.offset + input.limit);
  return {
    available: true,
    query: input.query,
    mode: input.mode,
    hours: input.hours,
    total: found.length,
    has_more: found.length > input.offset + page.length,
    results: page.map(({ run, matches }) => ({
      execution_id: run.execution_id,
      agent_name: run.agent_name,
      status: run.status,
      triggered_by: run.triggered_by,
      started_at: run.started_at,
      matches,
    })),
  };
}

function findMatches(run: Execution, { query, fields, context }: Search) {
  return (fields ?? FIELDS).flatMap((field) => {
    const text = run[field] ?? "";
    const at = text.toLowerCase().indexOf(query.toLowerCase());
    if (at === -1) return [];
    return [{ field, excerpt: text.slice(Math.max(0, at - context), at + query.length + context) }];
  });
}

export const searchTools = [
  tool({
    name: "search_executions",
    description: "Search the runs of all agents you see by text, agent, state, trigger and time.",
    audience: "people",
    input: SearchInput,
    run: search,
  }),
];
