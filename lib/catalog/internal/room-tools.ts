import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { ACTS, ADDS_OUTSIDE, READS, REPLACES } from "./hints.ts";

export const ROOM_TOOLS: readonly DefinitionRow[] = [
  {
    name: "create_room",
    title: "Create room",
    group: "rooms.write",
    hints: ADDS_OUTSIDE,
    description:
      "Opens a room in which the named agents talk about a topic, with limits for messages, cost and time.",
    example: {
      prompt: "Open a room for parts-finder and quote-desk to work on the servo shortage.",
      input: {
        name: "Servo shortage",
        agents: ["parts-finder", "quote-desk"],
        topic: "Which orders wait for servo motors, and what a replacement costs",
      },
    },
  },
  {
    name: "list_rooms",
    title: "List rooms",
    group: "rooms.read",
    hints: READS,
    description: "Lists the rooms in which agents talk to each other.",
    example: { prompt: "Which rooms are open, and what are they about?", input: {} },
  },
  {
    name: "read_room",
    title: "Read room",
    group: "rooms.read",
    hints: READS,
    description: "Returns the messages of a room.",
    example: { prompt: "What was said in room_0001 about arm 7?", input: { room_id: "room_0001" } },
  },
  {
    name: "post_to_room",
    title: "Post to room",
    group: "rooms.external",
    hints: ACTS,
    description:
      "Posts a message in a room. It wakes the agents there, and they act with their own tools and credentials.",
    example: {
      prompt: "Ask quote-desk in room_0002 what ten arms cost with 10 % off.",
      input: { room_id: "room_0002", content: "@quote-desk 10 * 18400 * 0.9 + 650" },
    },
  },
  {
    name: "close_room",
    title: "Close room",
    group: "rooms.destructive",
    hints: REPLACES,
    description: "Closes a room. The agents stop talking in it.",
    example: {
      prompt: "Close room_0003, the review of release 4.2 is over.",
      input: { room_id: "room_0003", reason: "The review is over" },
    },
  },
];
