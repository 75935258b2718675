import { z } from "zod";
import { tool, withAgent } from "../tool.ts";
import { effectiveSkills } from "../world/skills.ts";
import { TEMPLATES } from "../world/templates.ts";

const REQUIREMENTS = `# What an agent's files have to contain

- template.yaml: name, description, resources and the metrics it records.
- CLAUDE.md: what the agent is for and how it works.
- .claude/skills/: one folder for each skill, with a SKILL.md.
- .env.example: the names of the credentials it takes, never their values.
- .gitignore: must hold .env and the folders content/ and data/.

Names are lower-case letters, digits and dashes. A run ends after 900 seconds unless its schedule says otherwise.
`;

export const templateTools = [
  tool({
    name: "list_templates",
    description: "List the templates agents can be created from.",
    audience: "operator",
    input: z.object({}),
    run: () => TEMPLATES.map(({ behaviour: _behaviour, commands: _commands, ...template }) => template),
  }),
  tool({
    name: "get_agent_requirements",
    description: "Get the guide to what an agent's files have to contain.",
    audience: "operator",
    input: z.object({}),
    run: () => ({ format: "markdown", content: REQUIREMENTS }),
  }),
  tool({
    name: "get_agent_info",
    description: "Get what an agent's template says about it: purpose, capabilities and commands.",
    audience: "operator",
    input: z.object({ name: z.string() }),
    run: (call, { name }) =>
      withAgent(call, name, (agent) => {
        const template =
          TEMPLATES.find(({ id }) => id === agent.template) ??
          TEMPLATES.find(({ behaviour }) => behaviour === agent.behaviour);
        return {
          name,
          template: agent.template,
          description: agent.description,
          capabilities: effectiveSkills(agent),
          commands: template?.commands ?? ["help"],
          playbooks: agent.playbooks.map((playbook) => playbook.name),
          model: agent.model,
          resources: template?.resources ?? { cpu: "1", memory: "2g" },
          credential_files: agent.credentialFiles.map((file) => file.name),
        };
      }),
  }),
];
