import { PRODUCT_NAME } from "../../../_ui/page-title.ts";
import type { Field, Section } from "./kit.ts";

/** Up to five, in the form's own words where its list has them. */
export const CATEGORIES = ["Productivity", "Developer tools", "Automation"] as const;
export const CATEGORIES_MAX = 5;

const DESCRIPTION = `Trinity Connect links Claude to the Trinity your organisation runs. Trinity is a platform for teams of AI agents that an organisation hosts itself; Trinity Connect is the door in front of it.

With it you can:
- see which agents there are, what each is for, and how they are doing
- give an agent work and read its answer, or ask several things at once
- look up what past runs did, and the reports and metrics agents publish
- plan agents’ work: schedules, reminders and loops
- follow the rooms in which agents work together, and post to them
- create, start, tag, rename, stop and delete agents, and manage their skills

You sign in, choose your organisation, and tick the groups of tools Claude may use. Each group is marked as reading, changing, deleting or reaching outside, and what deletes is never ticked for you. Admins decide which tools each role may use, see every connection and every call, and can end any of them: the next request is refused.

Claude never gets a key of your Trinity. What a tool answers is passed on and not kept.

You need an account in an organisation that has connected its Trinity here. Admins do that themselves; the documentation says how.`;

/** The texts of the listing, each with the most characters the form takes. */
export const LISTING = {
  name: { label: "Name", value: PRODUCT_NAME, max: 100 },
  slug: {
    label: "Short name in the address",
    value: "trinity-connect",
    max: 100,
    hint: "It can never be changed: settle the name first.",
  },
  tagline: { label: "Tagline", value: "Work with the agents of your organisation’s Trinity", max: 55 },
  oneLiner: {
    label: "One-liner",
    value:
      "See, ask and schedule the agents of the Trinity your organisation runs, with a sign-in, a role for everybody, and a log of every call in between.",
    max: 200,
    rows: 3,
    hint: "Where the form asks for one instead of the tagline.",
  },
  description: { label: "Description", value: DESCRIPTION, max: 2_000, rows: 12 },
} as const satisfies Record<string, Field>;

export function toListing(): Section {
  return {
    id: "listing",
    title: "Name and texts",
    form: "4 Listing",
    blocks: [
      { kind: "fields", fields: Object.values(LISTING) },
      {
        kind: "text",
        text: `Categories, at most ${CATEGORIES_MAX}; where the form has no such word, take the nearest:`,
      },
      { kind: "list", items: CATEGORIES },
    ],
  };
}
