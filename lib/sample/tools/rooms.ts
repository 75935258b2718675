import { z } from "zod";
import type { Caller } from "../keys.ts";
import { runAtOnce } from "../run-task.ts";
import type { World } from "../state.ts";
import { accessDenied, backendFailure, type Call, tool } from "../tool.ts";
import type { Room, RoomMessage } from "../world/rooms.ts";
import { secondsAfter } from "../world/time.ts";

const ROOMS_MAX = 100;
const MESSAGES_MAX = 500;
const CONTENT_MAX = 4_000;
const TITLE_MAX = 300;
const HOUR_SECONDS = 3_600;

const CreateRoom = z.object({
  name: z.string(),
  agents: z.array(z.string()).min(1),
  topic: z.string().optional(),
  max_messages: z.int().positive().optional(),
  max_cost_usd: z.number().positive().optional(),
  ttl_hours: z.int().min(0).optional(),
  scribe: z.string().optional(),
});

const nameOf = ({ scope, agentName, userId }: Caller) =>
  scope === "agent" && agentName !== undefined ? agentName : userId;

/** Who takes part sees a room; to everybody else it is one that does not exist. */
function isIn(caller: Caller, room: Room): boolean {
  if (caller.scope === "system") return true;
  return caller.scope === "agent"
    ? room.agents.includes(nameOf(caller)) || room.created_by === nameOf(caller)
    : room.created_by === caller.userId;
}

function withRoom({ world, caller }: Call, roomId: string, run: (room: Room) => unknown): unknown {
  const room = world.rooms.get(roomId);
  if (!room || !isIn(caller, room)) throw backendFailure(404, "Room not found");
  return run(room);
}

function toRow({ messages, agents, ...room }: Room): Record<string, unknown> {
  return { ...room, agents, message_count: messages.length, participant_count: agents.length + 1 };
}

function createRoom(call: Call, input: z.output<typeof CreateRoom>): unknown {
  const { world, caller } = call;
  if (world.rooms.size >= ROOMS_MAX) throw backendFailure(429, "Room limit reached");
  const agents = [...new Set(input.agents)];
  for (const name of agents) if (!world.findAgent(caller, name)) return accessDenied(caller, name);
  if (input.scribe !== undefined && !agents.includes(input.scribe))
    throw backendFailure(422, "The scribe must be one of the room's agents");
  if (input.name.length > TITLE_MAX || (input.topic?.length ?? 0) > CONTENT_MAX)
    throw backendFailure(422, "Name or topic too long");
  const now = world.now();
  const hours = Math.min(input.ttl_hours ?? 24, 8_760);
  const room: Room = {
    room_id: world.nextId("room"),
    name: input.name,
    topic: input.topic ?? "",
    status: "open",
    close_reason: null,
    agents,
    scribe: input.scribe ?? null,
    created_by: nameOf(caller),
    created_at: now.toISOString(),
    expires_at: hours === 0 ? null : secondsAfter(now, hours * HOUR_SECONDS),
    max_messages: Math.min(input.max_messages ?? 60, MESSAGES_MAX),
    max_cost_usd: input.max_cost_usd ?? null,
    cost_usd: 0,
    messages: [],
  };
  world.rooms.set(room.room_id, room);
  return toRow(room);
}

function say(world: World, room: Room, message: Omit<RoomMessage, "seq" | "timestamp">): RoomMessage {
  const said = { seq: (room.messages.at(-1)?.seq ?? 0) + 1, ...message, timestamp: world.nowIso() };
  room.messages.push(said);
  if (room.messages.length >= room.max_messages) close(room, "message_budget");
  return said;
}

function close(room: Room, reason: string): void {
  room.status = "closed";
  room.close_reason = reason;
}

/** Agents that are mentioned answer at once; the others read it when somebody mentions them. */
function post({ world, caller }: Call, room: Room, content: string): unknown {
  if (room.status === "closed") throw backendFailure(409, "Room is closed");
  if (content.length > CONTENT_MAX) throw backendFailure(422, "Message too long");
  const author = nameOf(caller);
  const kind = caller.scope === "agent" ? "agent" : "person";
  const posted = say(world, room, { author, author_kind: kind, content });
  const mentioned = new Set(Array.from(content.matchAll(/@([a-z0-9][a-z0-9-]*)/g), ([, name]) => name));
  const replies: RoomMessage[] = [];
  for (const name of room.agents) {
    const agent = world.agents.get(name);
    if (!mentioned.has(name) || name === author || agent?.status !== "running") continue;
    if ((room.status as Room["status"]) === "closed") break;
    const message = content.replaceAll(/@[a-z0-9][a-z0-9-]*\s*/g, "").trim();
    const execution = runAtOnce(world, agent, { message, trigger: "room" });
    room.cost_usd = Number((room.cost_usd + execution.cost_usd).toFixed(6));
    const answer = (execution.response ?? "").slice(0, CONTENT_MAX);
    replies.push(say(world, room, { author: name, author_kind: "agent", content: answer }));
    if (room.max_cost_usd !== null && room.cost_usd >= room.max_cost_usd) close(room, "cost_budget");
  }
  return {
    room_id: room.room_id,
    posted,
    woken: replies.map((reply) => reply.author),
    replies,
    status: room.status,
  };
}

export const roomTools = [
  tool({
    name: "create_room",
    description: "Open a room in which agents work on a topic with you.",
    audience: "operator",
    input: CreateRoom,
    run: createRoom,
  }),
  tool({
    name: "list_rooms",
    description: "List the rooms you take part in.",
    audience: "operator",
    input: z.object({}),
    run({ world, caller }) {
      const rooms = [...world.rooms.values()].filter((room) => isIn(caller, room)).map(toRow);
      return { count: rooms.length, rooms };
    },
  }),
  tool({
    name: "read_room",
    description: "Read the messages of a room, all or those after a number.",
    audience: "operator",
    input: z.object({ room_id: z.string(), since: z.int().min(0).optional() }),
    run: (call, { room_id, since = 0 }) =>
      withRoom(call, room_id, (room) => ({
        ...toRow(room),
        messages: room.messages.filter(({ seq }) => seq > since),
      })),
  }),
  tool({
    name: "post_to_room",
    description: "Post a message in a room; agents mentioned with @ answer.",
    audience: "operator",
    input: z.object({ room_id: z.string(), content: z.string() }),
    run: (call, { room_id, content }) => withRoom(call, room_id, (room) => post(call, room, content)),
  }),
  tool({
    name: "close_room",
    description: "Close a room. Its messages stay readable.",
    audience: "operator",
    input: z.object({ room_id: z.string(), reason: z.string().optional() }),
    run: (call, { room_id, reason }) =>
      withRoom(call, room_id, (room) => {
        if (room.status === "open") close(room, reason?.slice(0, TITLE_MAX) ?? "closed_by_participant");
        return toRow(room);
      }),
  }),
];
