import { z } from "zod";
import { backendFailure, type Call, tool, withAgent } from "../tool.ts";

const ListQueue = z.object({
  agent_name: z.string().optional(),
  status: z.string().optional(),
  type: z.string().optional(),
  priority: z.string().optional(),
  since: z.string().optional(),
  limit: z.int().min(1).max(500).default(100),
  offset: z.int().min(0).default(0),
});

function listQueue({ world, caller }: Call, input: z.output<typeof ListQueue>): unknown {
  const since = input.since === undefined ? 0 : new Date(input.since).getTime();
  if (Number.isNaN(since)) throw backendFailure(422, "since must be an ISO 8601 time");
  const found = world
    .visibleRows(caller, world.queue)
    .filter(
      (item) =>
        new Date(item.created_at).getTime() >= since &&
        (input.agent_name ?? item.agent_name) === item.agent_name &&
        (input.status ?? item.status) === item.status &&
        (input.type ?? item.type) === item.type &&
        (input.priority ?? item.priority) === item.priority,
    );
  const items = found.slice(input.offset, input.offset + input.limit);
  return { count: items.length, total: found.length, items };
}

export const operatorQueueTools = [
  tool({
    name: "list_operator_queue",
    description: "List what agents are waiting to have approved or answered.",
    audience: "operator",
    input: ListQueue,
    run: (call, input) =>
      input.agent_name === undefined
        ? listQueue(call, input)
        : withAgent(call, input.agent_name, () => listQueue(call, input)),
  }),
  tool({
    name: "get_operator_queue_item",
    description: "Get one item of the operator queue.",
    audience: "operator",
    input: z.object({ item_id: z.string().min(1) }),
    run({ world, caller }, { item_id }) {
      const item = world.visibleRows(caller, world.queue).find(({ id }) => id === item_id);
      if (!item) throw backendFailure(404, "Queue item not found");
      return item;
    },
  }),
];
