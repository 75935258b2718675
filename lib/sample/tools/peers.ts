import { z } from "zod";
import { tool, withAgent } from "../tool.ts";
import { effectiveSkills, SKILLS } from "../world/skills.ts";

export const peerTools = [
  tool({
    name: "get_agent_a2a_card",
    description: "Get the card by which agents of other organisations see an agent.",
    audience: "operator",
    input: z.object({ agent_name: z.string() }),
    run: (call, { agent_name }) =>
      withAgent(call, agent_name, (agent) => ({
        name: agent.name,
        description: agent.description,
        url: `https://trinity.acme.example/a2a/${agent.name}`,
        version: "1.0.0",
        protocolVersion: "0.3.0",
        published: agent.exposed,
        provider: { organization: "Acme Robotics", url: "https://acme.example" },
        capabilities: { streaming: false, pushNotifications: false },
        defaultInputModes: ["text/plain"],
        defaultOutputModes: ["text/plain"],
        skills: effectiveSkills(agent).map((id) => ({
          id,
          name: id,
          description: SKILLS.find(({ name }) => name === id)?.description ?? "",
          tags: agent.tags,
        })),
      })),
  }),
];
