import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { ACTS, ADDS_OUTSIDE, READS, REPLACES, SETS, SETS_OUTSIDE } from "./hints.ts";

export const SCHEDULE_TOOLS: readonly DefinitionRow[] = [
  {
    name: "list_agent_schedules",
    title: "List schedules",
    group: "schedules.read",
    hints: READS,
    description: "Lists the schedules of an agent, with cron expression, message and state.",
    example: { prompt: "When does support-triage run by itself?", input: { agent_name: "support-triage" } },
  },
  {
    name: "get_agent_schedule",
    title: "Get schedule",
    group: "schedules.read",
    hints: READS,
    description: "Returns one schedule of an agent.",
    example: {
      prompt: "How is the weekly report schedule sch_0001 of report-writer set up?",
      input: { agent_name: "report-writer", schedule_id: "sch_0001" },
    },
  },
  {
    name: "list_reminders",
    title: "List reminders",
    group: "schedules.read",
    hints: READS,
    description: "Lists the reminders that are waiting.",
    example: { prompt: "Which reminders are waiting for quote-desk?", input: { agent_name: "quote-desk" } },
  },
  {
    name: "create_agent_schedule",
    title: "Create schedule",
    group: "schedules.write",
    hints: ADDS_OUTSIDE,
    description:
      "Creates a schedule that sends an agent a message whenever its cron expression is due. Each time is a paid run.",
    example: {
      prompt: "Have parts-finder check the stock of lidar heads every weekday at 6.",
      input: {
        agent_name: "parts-finder",
        name: "Lidar check",
        cron_expression: "0 6 * * 1-5",
        message: "How many lidar heads are in stock?",
        timezone: "Europe/Berlin",
      },
    },
  },
  {
    name: "toggle_agent_schedule",
    title: "Enable or disable schedule",
    group: "schedules.write",
    hints: SETS,
    description: "Turns one schedule of an agent on or off. The schedule itself is kept.",
    example: {
      prompt: "Switch the nightly simulation sch_0004 of slowpoke on.",
      input: { agent_name: "slowpoke", schedule_id: "sch_0004", enabled: true },
    },
  },
  {
    name: "set_reminder",
    title: "Set reminder",
    group: "schedules.write",
    hints: SETS_OUTSIDE,
    description:
      "Sets a reminder that sends an agent one message at a given time. It starts a paid run then.",
    example: {
      prompt: "Remind quote-desk in two hours to work out the Nordwind offer again.",
      input: {
        agent_name: "quote-desk",
        message: "Nordwind offer: 10 * 18400 * 0.9 + 650",
        delay_seconds: 7200,
      },
    },
  },
  {
    name: "update_agent_schedule",
    title: "Update schedule",
    group: "schedules.destructive",
    hints: REPLACES,
    description: "Changes a schedule of an agent. The given fields replace the old ones.",
    example: {
      prompt: "Move the morning incident sweep sch_0002 of support-triage to 5:30.",
      input: { agent_name: "support-triage", schedule_id: "sch_0002", cron_expression: "30 5 * * *" },
    },
  },
  {
    name: "delete_agent_schedule",
    title: "Delete schedule",
    group: "schedules.destructive",
    hints: REPLACES,
    description: "Deletes a schedule together with the history of its runs.",
    example: {
      prompt: "Delete the fair stock check sch_0005 of parts-finder.",
      input: { agent_name: "parts-finder", schedule_id: "sch_0005" },
    },
  },
  {
    name: "cancel_reminder",
    title: "Cancel reminder",
    group: "schedules.destructive",
    hints: REPLACES,
    description: "Cancels a waiting reminder.",
    example: {
      prompt: "Cancel the reminder rem_0002 of support-triage.",
      input: { agent_name: "support-triage", reminder_id: "rem_0002" },
    },
  },
  {
    name: "trigger_agent_schedule",
    title: "Trigger schedule now",
    group: "schedules.external",
    hints: ACTS,
    description:
      "Starts a schedule's task at once, besides its timetable. The agent acts with its own tools and credentials.",
    example: {
      prompt: "Run the weekly report schedule sch_0001 of report-writer now.",
      input: { agent_name: "report-writer", schedule_id: "sch_0001" },
    },
  },
];
