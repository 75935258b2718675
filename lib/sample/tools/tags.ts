import { z } from "zod";
import { accessDenied, backendFailure, tool } from "../tool.ts";

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
    name: "tag_agent",
    description: "Add a tag to an agent.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), tag: z.string() }),
    run({ world, caller }, { agent_name, tag }) {
      const agent = world.findAgent(caller, agent_name);
      if (!agent) return accessDenied(caller, agent_name);
      if (!/^[a-z0-9-]{1,50}$/.test(tag))
        throw backendFailure(422, "Tag must be lower-case letters, digits and dashes");
      if (!agent.tags.includes(tag)) agent.tags.push(tag);
      return { agent_name, tags: agent.tags };
    },
  }),
];
