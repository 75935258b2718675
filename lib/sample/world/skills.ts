import type { Behaviour } from "../answer-message.ts";

export type Skill = {
  name: string;
  description: string;
  version: string;
  content: string;
  /** How the skill runner answers with it; null when it is only for an agent of its own. */
  runsAs: Behaviour | null;
};
export type SkillSet = { name: string; description: string; skills: readonly string[] };

type Row = [
  name: string,
  version: string,
  description: string,
  runsAs: Behaviour | null,
  steps: readonly string[],
];

const ROWS: readonly Row[] = [
  [
    "price-book",
    "2.1.0",
    "Current list prices and volume discounts",
    "quote",
    ["Standard arm: 18,400. Spare kit: 349.50.", "From ten pieces on: 10 % off.", "Delivery: 650 per order."],
  ],
  [
    "incident-playbook",
    "1.4.2",
    "How field incidents are rated and routed",
    "triage",
    ["Fire, smoke or an injury: P0, safety.", "A robot that stands still: P1, field service.", "Else: P2."],
  ],
  [
    "stock-lookup",
    "1.0.3",
    "Warehouse aisles and stock levels",
    "parts",
    ["Parts have numbers such as AR-1042.", "Aisles B to D. Stock is counted every night."],
  ],
  [
    "weekly-report",
    "3.0.0",
    "Layout of the weekly operations report",
    "report",
    ["One line of summary first.", "Then runs, failures and open incidents.", "Five lines in all."],
  ],
  [
    "cell-layouts",
    "0.9.1",
    "Robot cell layouts used in simulations",
    null,
    ["Cell 4: two arms, one conveyor.", "Cell 6: one arm, turntable.", "Distances in millimetres."],
  ],
];

export const SKILLS: readonly Skill[] = ROWS.map(([name, version, description, runsAs, steps]) => ({
  name,
  description,
  version,
  runsAs,
  content: `# ${name}\n\n${description}.\n\n${steps.map((step) => `- ${step}`).join("\n")}\n`,
}));

export const SKILL_SETS: readonly SkillSet[] = [
  {
    name: "field-service",
    description: "What an agent of the field service needs",
    skills: ["incident-playbook", "stock-lookup"],
  },
  {
    name: "sales-desk",
    description: "Prices and reports for sales",
    skills: ["price-book", "weekly-report"],
  },
];

/** Where the library comes from. */
export const LIBRARY = {
  url: "https://git.acme.example/robotics/skills",
  branch: "main",
  commitSha: "4f1c9ab",
};

type Equipped = { skills: readonly string[]; skillSets: readonly string[] };

/** The skills an agent has: its own and those of its sets, each once. */
export function effectiveSkills({ skills, skillSets }: Equipped): string[] {
  const ofSets = SKILL_SETS.filter(({ name }) => skillSets.includes(name)).flatMap((set) => set.skills);
  return [...new Set([...skills, ...ofSets])];
}
