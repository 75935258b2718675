import { z } from "zod";
import { backendFailure, tool, withAgent } from "../tool.ts";

const TAGS_MAX = 50;
const ByTag = z.object({ agent_name: z.string(), tag: z.string() });

function requireTags(tags: readonly string[]): void {
  if (tags.length > TAGS_MAX) throw backendFailure(422, `An agent has at most ${TAGS_MAX} tags`);
  for (const tag of tags)
    if (!/^[a-z0-9-]{1,50}$/.test(tag))
      throw backendFailure(422, "Tag must be lower-case letters, digits and dashes");
}

export const tagTools = [
  tool({
    name: "list_tags",
    description: "List the tags in use and how many agents carry each.",
    audience: "operator",
    input: z.object({}),
    run({ world, caller }) {
      const counts = new Map<string, number>();
      for (const tag of world.visibleAgents(caller).flatMap(({ tags }) => tags))
        counts.set(tag, (counts.get(tag) ?? 0) + 1);
      return [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([tag, count]) => ({ tag, count }));
    },
  }),
  tool({
    name: "get_agent_tags",
    description: "Get the tags of an agent.",
    audience: "operator",
    input: z.object({ agent_name: z.string() }),
    run: (call, { agent_name }) => withAgent(call, agent_name, ({ tags }) => ({ agent_name, tags })),
  }),
  tool({
    name: "tag_agent",
    description: "Add a tag to an agent.",
    audience: "operator",
    input: ByTag,
    run: (call, { agent_name, tag }) =>
      withAgent(call, agent_name, (agent) => {
        const tags = [...new Set([...agent.tags, tag])];
        requireTags(tags);
        agent.tags = tags;
        return { agent_name, tags };
      }),
  }),
  tool({
    name: "untag_agent",
    description: "Remove a tag from an agent.",
    audience: "operator",
    input: ByTag,
    run: (call, { agent_name, tag }) =>
      withAgent(call, agent_name, (agent) => {
        agent.tags = agent.tags.filter((one) => one !== tag);
        return { agent_name, tags: agent.tags };
      }),
  }),
  tool({
    name: "set_agent_tags",
    description: "Replace all tags of an agent.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), tags: z.array(z.string()) }),
    run: (call, { agent_name, tags }) =>
      withAgent(call, agent_name, (agent) => {
        requireTags(tags);
        agent.tags = [...new Set(tags)];
        return { agent_name, tags: agent.tags };
      }),
  }),
];
