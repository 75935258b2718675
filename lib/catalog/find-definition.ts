import "#server-only";
import { AGENT_TOOLS } from "./internal/agent-tools.ts";
import { CHAT_TOOLS } from "./internal/chat-tools.ts";
import { CREDENTIAL_TOOLS } from "./internal/credential-tools.ts";
import { GIT_TOOLS } from "./internal/git-tools.ts";
import { ACTS } from "./internal/hints.ts";
import { MESSAGE_TOOLS } from "./internal/message-tools.ts";
import { PEER_TOOLS } from "./internal/peer-tools.ts";
import { REPORT_TOOLS } from "./internal/report-tools.ts";
import { ROOM_TOOLS } from "./internal/room-tools.ts";
import { RUN_TOOLS } from "./internal/run-tools.ts";
import { SCHEDULE_TOOLS } from "./internal/schedule-tools.ts";
import { SELF_TOOLS } from "./internal/self-tools.ts";
import { SKILL_TOOLS } from "./internal/skill-tools.ts";
import { SYSTEM_TOOLS } from "./internal/system-tools.ts";
import { TEMPLATE_TOOLS } from "./internal/template-tools.ts";
import type { ToolDefinition } from "./schema.ts";

/** Our definition of every tool of Trinity we know, by name; the dynamic ones are not in it. */
export const DEFINITIONS: ReadonlyMap<string, ToolDefinition> = new Map(
  [
    AGENT_TOOLS,
    TEMPLATE_TOOLS,
    GIT_TOOLS,
    CHAT_TOOLS,
    ROOM_TOOLS,
    PEER_TOOLS,
    RUN_TOOLS,
    SCHEDULE_TOOLS,
    REPORT_TOOLS,
    SKILL_TOOLS,
    SYSTEM_TOOLS,
    MESSAGE_TOOLS,
    CREDENTIAL_TOOLS,
    SELF_TOOLS,
  ]
    .flat()
    .map((row) => [row.name, Object.freeze({ verdict: "ok", origin: "catalogued", ...row } as const)]),
);

const DYNAMIC_CHAT = /^chat_with_([a-z0-9_]{1,54})$/;

/**
 * Our definition of a tool by its upstream name; null when we do not know it. A `chat_with_<slug>` tool, which an instance
 * makes for each agent it exposes, gets one generic definition: slugs differ from tenant to tenant.
 */
export function findDefinition(name: string): ToolDefinition | null {
  const known = DEFINITIONS.get(name);
  if (known) return known;
  const slug = DYNAMIC_CHAT.exec(name)?.[1];
  if (slug === undefined) return null;
  const agent = slug.replaceAll("_", " ").trim();
  return {
    name,
    title: `Chat with ${agent}`,
    description:
      "Sends a message to the agent this tool is named after and waits for its answer. The agent works with its own tools and credentials, so its work can have lasting effects and costs money.",
    hints: ACTS,
    group: "chat.external",
    verdict: "ok",
    origin: "dynamic",
    example: { prompt: `Ask ${agent} what it can do for us.`, input: { message: "What can you do for us?" } },
  };
}
