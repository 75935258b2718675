/** Prompts of the catalogue to try first, with what is in the sample instance's answer; a test calls it. */
export const PROMPTS = {
  list_agents: {
    shows:
      "A list of agents, each with what it is for and whether it runs. quote-desk runs, night-watch is stopped.",
    answer: ["quote-desk", "parts-finder", "night-watch"],
  },
  chat_with_agent: {
    shows: "The answer of the agent quote-desk: 12 * 349.50 + 80 = 4274.",
    answer: ["12 * 349.50 + 80 = 4274"],
  },
  fan_out: {
    shows: "The stock of all three parts: 180 gripper pads, 12 joint encoders, and no servo motor.",
    answer: ["gripper pad: 180", "joint encoder: 12", "servo motor: 0"],
  },
} as const;

export type PromptTool = keyof typeof PROMPTS;
