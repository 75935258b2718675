import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { ACTS, ADDS, READS, READS_OUTSIDE } from "./hints.ts";

export const MESSAGE_TOOLS: readonly DefinitionRow[] = [
  {
    name: "send_notification",
    title: "Send notification",
    group: "messages.write",
    hints: ADDS,
    description: "Puts a notification in front of the people of this instance, inside the instance.",
    example: {
      prompt: "Tell everybody in Trinity that the Nordwind offer is ready.",
      input: {
        notification_type: "completion",
        title: "The Nordwind offer is ready",
        message: "Ten standard arms, 10 % off, delivery included.",
      },
    },
  },
  {
    name: "list_channel_groups",
    title: "List channel groups",
    group: "messages.read",
    hints: READS_OUTSIDE,
    description: "Lists the groups in Slack, Telegram and similar channels an agent can write to.",
    verdict: "review",
    reason: "Shows names of people and groups outside.",
  },
  {
    name: "send_group_message",
    title: "Send group message",
    group: "messages.external",
    hints: ACTS,
    description:
      "Sends a message to a group in an outside channel such as Slack or Telegram. It cannot be taken back.",
    verdict: "review",
    reason: "Writes to people outside.",
  },
  {
    name: "send_message",
    title: "Send message to person",
    group: "messages.external",
    hints: ACTS,
    description: "Sends a message to one person over an outside channel. It cannot be taken back.",
    verdict: "review",
    reason: "Writes to people outside.",
  },
  {
    name: "send_voice_reply",
    title: "Send voice reply",
    group: "calls.external",
    hints: ACTS,
    description: "Sends an artificial voice message in a channel conversation.",
    verdict: "exclude",
    reason: "Makes artificial media and works only inside a channel conversation.",
  },
  {
    name: "call_user",
    title: "Phone a person",
    group: "calls.external",
    hints: ACTS,
    description: "Phones a person with an artificial voice. The call costs money.",
    verdict: "exclude",
    reason: "Phones people and costs money.",
  },
  {
    name: "list_operator_queue",
    title: "List operator queue",
    group: "operator.read",
    hints: READS,
    description: "Lists what agents are waiting to have approved or answered by a person.",
    example: { prompt: "What are our agents waiting for us to decide?", input: { status: "pending" } },
  },
  {
    name: "get_operator_queue_item",
    title: "Get queue item",
    group: "operator.read",
    hints: READS,
    description: "Returns one item of the operator queue.",
    example: { prompt: "What exactly does quote-desk ask in ask_0001?", input: { item_id: "ask_0001" } },
  },
  {
    name: "respond_to_operator_queue",
    title: "Respond to queue item",
    group: "operator.external",
    hints: ACTS,
    description:
      "Approves, refuses or answers an item of the operator queue. The waiting agent goes on at once.",
    verdict: "review",
    reason: "A model would answer what a person is meant to decide.",
  },
];
