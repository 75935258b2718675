import { hoursBefore, secondsAfter } from "./time.ts";

export type RoomMessage = {
  seq: number;
  author: string;
  author_kind: "person" | "agent";
  content: string;
  timestamp: string;
};

export type Room = {
  room_id: string;
  name: string;
  topic: string;
  status: "open" | "closed";
  close_reason: string | null;
  agents: string[];
  scribe: string | null;
  /** Who opened it: a person's id, or the name of an agent. */
  created_by: string;
  created_at: string;
  expires_at: string | null;
  max_messages: number;
  max_cost_usd: number | null;
  cost_usd: number;
  messages: RoomMessage[];
};

type Said = [author: string, content: string];
type Seed = Pick<Room, "name" | "topic" | "agents"> & { hours: number; said: readonly Said[] };

const ROOMS: readonly Seed[] = [
  {
    name: "Arm 7 incident",
    topic: "Why arm 7 stopped, and which parts its repair takes",
    agents: ["support-triage", "parts-finder"],
    hours: 20,
    said: [
      ["admin", "@support-triage Arm 7 stopped in the middle of a cycle."],
      ["support-triage", "Priority P1, team: field service."],
      ["admin", "@parts-finder Is a joint encoder in stock?"],
      ["parts-finder", "AR-2210 joint encoder: 12 in aisle C1"],
    ],
  },
  {
    name: "Nordwind offer",
    topic: "Ten standard arms for Nordwind: price and summary",
    agents: ["quote-desk", "report-writer"],
    hours: 26,
    said: [
      ["admin", "@quote-desk 10 * 18400 + 650"],
      ["quote-desk", "10 * 18400 + 650 = 184650"],
    ],
  },
  {
    name: "Release 4.2 review",
    topic: "What went well in release 4.2 of the controller",
    agents: ["report-writer"],
    hours: 170,
    said: [
      ["admin", "@report-writer Two regressions, both found in the lab. Nothing reached a customer."],
      ["report-writer", "Summary: Two regressions, both found in the lab.\nLength: 2 sentences, 11 words."],
    ],
  },
];

export function seedRooms(now: Date): Room[] {
  return ROOMS.map(({ hours, said, ...seed }, index) => ({
    ...seed,
    agents: [...seed.agents],
    room_id: `room_${String(index + 1).padStart(4, "0")}`,
    status: "open",
    close_reason: null,
    scribe: null,
    created_by: "admin",
    created_at: hoursBefore(now, hours),
    expires_at: null,
    max_messages: 500,
    max_cost_usd: null,
    cost_usd: 0.002 * said.length,
    messages: said.map(([author, content], at) => ({
      seq: at + 1,
      author,
      author_kind: author === "admin" ? "person" : "agent",
      content,
      timestamp: secondsAfter(new Date(hoursBefore(now, hours)), at * 40),
    })),
  }));
}
