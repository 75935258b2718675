import { z } from "zod";
import { accessDenied, backendFailure, tool } from "../tool.ts";

export const skillTools = [
  tool({
    name: "list_skills",
    description: "List the skills of the library.",
    audience: "operator",
    input: z.object({}),
    run: ({ world }) => world.skills,
  }),
  tool({
    name: "assign_skill_to_agent",
    description: "Give an agent a skill from the library.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), skill_name: z.string() }),
    run({ world, caller }, { agent_name, skill_name }) {
      const agent = world.findAgent(caller, agent_name);
      if (!agent) return accessDenied(caller, agent_name);
      if (!world.skills.some(({ name }) => name === skill_name)) throw backendFailure(404, "Skill not found");
      if (!agent.skills.includes(skill_name)) agent.skills.push(skill_name);
      return { agent_name, skills: agent.skills };
    },
  }),
];
