import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { ACTS, READS, REPLACES } from "./hints.ts";

export const CHAT_TOOLS: readonly DefinitionRow[] = [
  {
    name: "chat_with_agent",
    title: "Chat with agent",
    group: "chat.external",
    hints: ACTS,
    description:
      "Sends a message to an agent and waits for its answer. The agent works with its own tools and credentials, so its work can have lasting effects and costs money. Long work returns a receipt with an execution id; get_execution_result returns its outcome. The same message to the same agent within 24 hours can return the first answer again.",
    example: {
      prompt: "Ask quote-desk what twelve spare kits at 349.50 cost with 80 for delivery.",
      input: { agent_name: "quote-desk", message: "12 * 349.50 + 80" },
    },
  },
  {
    name: "get_chat_history",
    title: "Get chat history",
    group: "chat.read",
    hints: READS,
    description: "Returns the recent messages of a conversation with an agent.",
    example: {
      prompt: "What did we last ask quote-desk, and what did it answer?",
      input: { agent_name: "quote-desk" },
    },
  },
  {
    name: "fan_out",
    title: "Fan out tasks",
    group: "chat.external",
    hints: ACTS,
    description:
      "Gives one agent several tasks at once, up to fifty, and collects the answers. Every task is a paid run in which the agent acts with its own tools and credentials.",
    example: {
      prompt: "Have parts-finder look up the stock of AR-1042, AR-2210 and AR-3307 at the same time.",
      input: {
        agent_name: "parts-finder",
        tasks: [
          { id: "pads", message: "Stock of AR-1042?" },
          { id: "encoders", message: "Stock of AR-2210?" },
          { id: "servos", message: "Stock of AR-3307?" },
        ],
      },
    },
  },
  {
    name: "run_skill",
    title: "Run skill",
    group: "chat.external",
    hints: ACTS,
    description:
      "Runs one skill of the library on the instance's skill runner and returns the result. The run costs money and can have lasting effects.",
    example: {
      prompt: "Run the price-book skill for ten standard arms at 18,400 with 10 % off.",
      input: { skill_name: "price-book", input: "10 * 18400 * 0.9" },
    },
  },
  {
    name: "run_playbook",
    title: "Run playbook",
    group: "chat.external",
    hints: ACTS,
    description:
      "Runs one playbook of the connected agent and returns the result. The agent acts with its own tools and credentials.",
    example: { prompt: "Run the playbook for the price of a spare kit.", input: { name: "spare-kit-quote" } },
  },
  {
    name: "ask",
    title: "Ask the agent",
    group: "chat.external",
    hints: ACTS,
    description:
      "Sends a question to the connected agent and waits for its answer. The agent acts with its own tools and credentials.",
    example: {
      prompt: "What do four pads at 32.50 and two encoders at 119 cost together?",
      input: { message: "4 * 32.50 + 2 * 119" },
    },
  },
  {
    name: "list_playbooks",
    title: "List playbooks",
    group: "playbooks.read",
    hints: READS,
    description: "Lists the playbooks the connected agent offers, with what each does.",
    example: { prompt: "Which playbooks does the connected agent offer?", input: {} },
  },
  {
    name: "run_agent_loop",
    title: "Run agent loop",
    group: "loops.external",
    hints: ACTS,
    description:
      "Lets an agent repeat a task, up to a hundred rounds, until a stop signal, a limit of cost or time, or lack of progress. Every round is a paid run in which the agent acts with its own tools and credentials.",
    example: {
      prompt: "Let support-triage rate the open incidents in three rounds, a minute apart.",
      input: {
        agent_name: "support-triage",
        message: "Round {{run}}: rate the oldest open incident.",
        max_runs: 3,
        delay_seconds: 60,
      },
    },
  },
  {
    name: "stop_loop",
    title: "Stop loop",
    group: "loops.destructive",
    hints: REPLACES,
    description: "Ends a running loop. Finished rounds stay as they are.",
    example: {
      prompt: "Stop the loop loop_0001 that asks for servo motors every hour.",
      input: { loop_id: "loop_0001" },
    },
  },
];
