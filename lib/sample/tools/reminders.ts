import { z } from "zod";
import type { World } from "../state.ts";
import { backendFailure, type Call, resolveAgentName, tool, withAgent } from "../tool.ts";
import type { Reminder } from "../world/reminders.ts";
import { secondsAfter } from "../world/time.ts";

const REMINDERS_MAX = 500;
const SOONEST_SECONDS = 60;
const LATEST_SECONDS = 2_592_000;

const SetReminder = z.object({
  agent_name: z.string().optional(),
  message: z.string().min(1).max(4_000),
  delay_seconds: z.int().min(SOONEST_SECONDS).max(LATEST_SECONDS).optional(),
  fire_at: z.string().optional(),
  model: z.string().optional(),
  timeout_seconds: z.int().min(10).optional(),
  allowed_tools: z.array(z.string()).optional(),
});
type Asked = z.output<typeof SetReminder>;

const fail = (error: string) => ({ success: false, error });

function toFireAt(now: Date, { delay_seconds: delay, fire_at: at }: Asked): Date | null {
  if (delay !== undefined) return new Date(secondsAfter(now, delay));
  const date = new Date(at ?? "");
  const seconds = (date.getTime() - now.getTime()) / 1_000;
  return seconds >= SOONEST_SECONDS && seconds <= LATEST_SECONDS ? date : null;
}

function setReminder({ world, caller }: Call, agentName: string, input: Asked): unknown {
  if ((input.delay_seconds === undefined) === (input.fire_at === undefined))
    return fail("Give exactly one of delay_seconds and fire_at");
  const fireAt = toFireAt(world.now(), input);
  if (!fireAt) return fail("fire_at must be an ISO 8601 time, 60 seconds to 30 days from now");
  makeRoom(world);
  const reminder: Reminder = {
    reminder_id: world.nextId("rem"),
    agent_name: agentName,
    message: input.message,
    status: "pending",
    fire_at: fireAt.toISOString(),
    created_at: world.nowIso(),
    created_by: caller.agentName ?? caller.userId,
    execution_id: null,
  };
  world.reminders.set(reminder.reminder_id, reminder);
  return { success: true, ...reminder };
}

/** Forgets the oldest reminder that is over; refuses when all are waiting. */
function makeRoom({ reminders }: World): void {
  if (reminders.size < REMINDERS_MAX) return;
  const over = [...reminders.values()].find(({ status }) => status !== "pending");
  if (!over) throw backendFailure(429, "Reminder limit reached");
  reminders.delete(over.reminder_id);
}

function cancelReminder({ world }: Call, agentName: string, id: string): unknown {
  const reminder = world.reminders.get(id);
  if (reminder?.agent_name !== agentName) return fail("Reminder not found");
  if (reminder.status === "fired") return fail("Reminder has fired already");
  reminder.status = "cancelled";
  return { success: true, reminder_id: id, status: reminder.status };
}

export const reminderTools = [
  tool({
    name: "set_reminder",
    description: "Have an agent receive a message once, at a time or after a delay.",
    audience: "operator",
    input: SetReminder,
    run(call, input) {
      const name = resolveAgentName(call, input.agent_name);
      return withAgent(call, name, () => setReminder(call, name, input));
    },
  }),
  tool({
    name: "list_reminders",
    description: "List the reminders of an agent, waiting ones unless told, the soonest first.",
    audience: "operator",
    input: z.object({ agent_name: z.string().optional(), status: z.string().optional() }),
    run(call, { agent_name, status = "pending" }) {
      const name = resolveAgentName(call, agent_name);
      return withAgent(call, name, () => {
        const reminders = [...call.world.reminders.values()]
          .filter((one) => one.agent_name === name && (status === "all" || one.status === status))
          .sort((a, b) => a.fire_at.localeCompare(b.fire_at));
        return { success: true, count: reminders.length, reminders };
      });
    },
  }),
  tool({
    name: "cancel_reminder",
    description: "Cancel a reminder that waits.",
    audience: "operator",
    input: z.object({ agent_name: z.string().optional(), reminder_id: z.string().min(1) }),
    run(call, { agent_name, reminder_id }) {
      const name = resolveAgentName(call, agent_name);
      return withAgent(call, name, () => cancelReminder(call, name, reminder_id));
    },
  }),
];
