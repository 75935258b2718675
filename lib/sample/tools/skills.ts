import { z } from "zod";
import { answerMessage } from "../answer-message.ts";
import { BUSY } from "../run-task.ts";
import { backendFailure, type Call, tool, withAgent } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import { touchFile } from "../world/repositories.ts";
import { effectiveSkills, LIBRARY, type Skill, SKILL_SETS, SKILLS } from "../world/skills.ts";

const RUNNER = "skill-runner";
const ByAgent = z.object({ agent_name: z.string() });

function toRow({ name, description, version }: Skill) {
  return { name, description, version };
}

function findSkill(name: string): Skill {
  const skill = SKILLS.find((one) => one.name === name);
  if (!skill) throw backendFailure(404, "Skill not found");
  return skill;
}

/** Writes the files of every skill the agent has; its repository, if it has one, then holds changes. */
function syncSkills(agent: Agent): Record<string, unknown> {
  const skills = effectiveSkills(agent);
  const unchanged = skills.filter((name) => agent.syncedSkills.includes(name));
  agent.syncedSkills = skills;
  for (const name of skills) touchFile(agent.repository, `.claude/skills/${name}/SKILL.md`);
  return {
    success: true,
    message: `Injected ${skills.length} skills to agent ${agent.name}`,
    skills_injected: skills.length - unchanged.length,
    skills_unchanged: unchanged.length,
    skills,
  };
}

function unassignSet(agent: Agent, setName: string): Record<string, unknown> {
  if (!agent.skillSets.includes(setName)) throw backendFailure(404, "Skill set not assigned to this agent");
  const before = effectiveSkills(agent);
  agent.skillSets = agent.skillSets.filter((name) => name !== setName);
  const skills = effectiveSkills(agent);
  return {
    success: true,
    agent_name: agent.name,
    skill_set: setName,
    skills_removed: before.filter((name) => !skills.includes(name)),
    skills,
  };
}

function runSkill({ world }: Call, skillName: string, input: string): unknown {
  const { runsAs } = findSkill(skillName);
  const runnable = SKILLS.filter((skill) => skill.runsAs !== null).map(({ name }) => name);
  if (runsAs === null) {
    const message = `You are not permitted to run "${skillName}".`;
    return { error: "skill_not_permitted", message, available: runnable };
  }
  if (world.isBusy()) return BUSY;
  const execution = world.startExecution(RUNNER, `${skillName}: ${input}`, "skill");
  execution.status = "success";
  execution.response = answerMessage(RUNNER, runsAs, input);
  execution.completed_at = world.nowIso();
  execution.duration_ms = 0;
  execution.cost_usd = 0.001;
  const { status, execution_id, response, cost_usd } = execution;
  return { status, skill_name: skillName, execution_id, agent_name: RUNNER, response, cost_usd };
}

const libraryTools = [
  tool({
    name: "list_skills",
    description: "List the skills of the library.",
    audience: "operator",
    input: z.object({}),
    run: () => SKILLS.map(toRow),
  }),
  tool({
    name: "get_skill",
    description: "Get one skill of the library with its text.",
    audience: "operator",
    input: z.object({ skill_name: z.string() }),
    run(_call, { skill_name }) {
      const skill = findSkill(skill_name);
      return { ...toRow(skill), path: `skills/${skill.name}/SKILL.md`, content: skill.content };
    },
  }),
  tool({
    name: "get_skills_library_status",
    description: "Get where the skill library comes from and when it was last brought up to date.",
    audience: "operator",
    input: z.object({}),
    run: ({ world }) => ({
      configured: true,
      url: LIBRARY.url,
      branch: LIBRARY.branch,
      cloned: true,
      last_sync: world.startedAt,
      commit_sha: LIBRARY.commitSha,
      skill_count: SKILLS.length,
    }),
  }),
  tool({
    name: "list_skill_sets",
    description: "List the named sets of skills and the agents that have them.",
    audience: "operator",
    input: z.object({}),
    run: ({ world, caller }) => ({
      count: SKILL_SETS.length,
      skill_sets: SKILL_SETS.map((set) => ({
        ...set,
        agents: world
          .visibleAgents(caller)
          .filter(({ skillSets }) => skillSets.includes(set.name))
          .map(({ name }) => name),
      })),
    }),
  }),
  tool({
    name: "list_runnable_skills",
    description: "List the skills the skill runner runs on its own.",
    audience: "operator",
    input: z.object({}),
    run: () => ({ enabled: true, skills: SKILLS.filter(({ runsAs }) => runsAs !== null).map(toRow) }),
  }),
  tool({
    name: "run_skill",
    description: "Run one skill on the skill runner and get its result.",
    audience: "operator",
    input: z.object({ skill_name: z.string(), input: z.string().optional() }),
    run: (call, { skill_name, input }) => runSkill(call, skill_name, input ?? ""),
  }),
];

const assignmentTools = [
  tool({
    name: "get_agent_skills",
    description: "List the skills an agent has, and whether their files are in its workspace.",
    audience: "operator",
    input: ByAgent,
    run: (call, { agent_name }) =>
      withAgent(call, agent_name, (agent) => {
        const skills = effectiveSkills(agent).map((name) => ({
          ...toRow(findSkill(name)),
          synced: agent.syncedSkills.includes(name),
        }));
        return { agent_name, skill_count: skills.length, skill_sets: agent.skillSets, skills };
      }),
  }),
  tool({
    name: "assign_skill_to_agent",
    description: "Give an agent a skill from the library.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), skill_name: z.string() }),
    run: (call, { agent_name, skill_name }) =>
      withAgent(call, agent_name, (agent) => {
        const { name } = findSkill(skill_name);
        if (!agent.skills.includes(name)) agent.skills.push(name);
        return { agent_name, skills: effectiveSkills(agent) };
      }),
  }),
  tool({
    name: "set_agent_skills",
    description: "Replace all skills of an agent, its sets included.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), skills: z.array(z.string()) }),
    run: (call, { agent_name, skills }) =>
      withAgent(call, agent_name, (agent) => {
        agent.skills = [...new Set(skills.map((skill) => findSkill(skill).name))];
        agent.skillSets = [];
        return { success: true, agent_name, skills_assigned: agent.skills.length, skills: agent.skills };
      }),
  }),
  tool({
    name: "sync_agent_skills",
    description: "Write the files of an agent's skills into its workspace again.",
    audience: "operator",
    input: ByAgent,
    run: (call, { agent_name }) => withAgent(call, agent_name, syncSkills),
  }),
  tool({
    name: "unassign_skill_set",
    description: "Take a set of skills away from an agent.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), skill_set: z.string() }),
    run: (call, { agent_name, skill_set }) =>
      withAgent(call, agent_name, (agent) => unassignSet(agent, skill_set)),
  }),
];

export const skillTools = [...libraryTools, ...assignmentTools];
