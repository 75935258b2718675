import type { Behaviour } from "../answer-message.ts";

export type Template = {
  id: string;
  display_name: string;
  description: string;
  behaviour: Behaviour;
  skills: readonly string[];
  tags: readonly string[];
  commands: readonly string[];
  resources: { cpu: string; memory: string };
};

const resources = { cpu: "1", memory: "2g" };

/** What agents can be created from; an agent works as its template says. */
export const TEMPLATES: readonly Template[] = [
  {
    id: "local:business-assistant",
    display_name: "Business assistant",
    description: "An empty assistant that repeats what it is told until it is given skills",
    behaviour: "echo",
    skills: [],
    tags: [],
    commands: ["help"],
    resources,
  },
  {
    id: "local:quote-desk",
    display_name: "Quote desk",
    description: "Works out prices from the price book",
    behaviour: "quote",
    skills: ["price-book"],
    tags: ["sales"],
    commands: ["quote", "discount"],
    resources,
  },
  {
    id: "local:incident-triage",
    display_name: "Incident triage",
    description: "Rates incidents and names the team that takes them",
    behaviour: "triage",
    skills: ["incident-playbook"],
    tags: ["support"],
    commands: ["rate", "route"],
    resources,
  },
  {
    id: "local:stock-clerk",
    display_name: "Stock clerk",
    description: "Finds spare parts and their stock",
    behaviour: "parts",
    skills: ["stock-lookup"],
    tags: ["warehouse"],
    commands: ["find", "count"],
    resources,
  },
  {
    id: "local:report-writer",
    display_name: "Report writer",
    description: "Shortens notes to a report",
    behaviour: "report",
    skills: ["weekly-report"],
    tags: ["operations"],
    commands: ["summarise", "publish"],
    resources: { cpu: "2", memory: "4g" },
  },
];
