import { findGoogle } from "#lib/identity/find-google.ts";
import { PERIOD_WORDS } from "#lib/operations/period-words.ts";
import { STORED_DATA } from "#lib/operations/stored-data.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { COMPANIES, PASSES_THROUGH, SUMMARY, toCalled, USED_FOR } from "../../privacy/words.ts";
import type { Answer, Section } from "./kit.ts";

const PRIVACY = { label: "Privacy", href: "/privacy" };

/** Who owns what is behind the tools, and what becomes of data: what is stored is in the privacy page's own words. */
export function toData(): Section {
  return {
    id: "data",
    title: "Ownership and data",
    form: "8 Data handling",
    blocks: [
      { kind: "answers", answers: [OWNERSHIP, toCalls(), toOthers(), HEALTH, SPONSORED] },
      {
        kind: "table",
        caption: "What is stored, and for how long",
        columns: ["What about", "How long"],
        rows: Object.values(STORED_DATA).map(({ title, kept }) => [title, kept(PERIOD_WORDS)]),
      },
    ],
  };
}

const OWNERSHIP: Answer = {
  id: "ownership",
  title: "Whose API is behind the tools",
  says: [
    "Trinity is the organisation’s own self-hosted platform. This gateway is a service of its own in front of it: it signs people in, decides about each call by their role and by what they ticked, and passes it to an instance their organisation registered, with a key that the organisation or the person gave for it.",
    "The addresses Claude is sent to are all on this server’s domain. The instance behind it belongs to the organisation that registered it, not to whoever runs this server.",
    "Of the form’s answers, “proxied with permission” comes nearest: each organisation registers its own instance, gives the key and approves the tools.",
  ],
  refs: [
    { label: "Concepts", href: "/docs/concepts" },
    { label: "Trinity instances and keys", href: "/docs/instances" },
    {
      label: "Whose Trinity key a call goes with",
      file: "docs/decisions/0017-whose-trinity-key-a-call-goes-with.md",
    },
    { label: "Point 17", href: "#point-17" },
  ],
  open: "The owner has to settle this before submitting, and this page cannot: no decision of Anthropic’s on a gateway to instances that customers run is published. Ask mcp-review@anthropic.com, and have the permission of the maker of Trinity in writing. If the form’s third answer, an API that is not controlled, is the true one, do not submit.",
};

function toCalls(): Answer {
  const { what, kept } = STORED_DATA.calls;
  return {
    id: "calls",
    title: "What passes through, and what is kept of it",
    says: [...PASSES_THROUGH, `${what} ${kept(PERIOD_WORDS)}`, USED_FOR],
    refs: [PRIVACY, { label: "Data and retention", href: "/docs/data" }],
  };
}

function toOthers(): Answer {
  const { subprocessors } = getConfig();
  const companies =
    subprocessors.length > 0 ? [`${COMPANIES.listed} ${subprocessors.join("; ")}.`] : [COMPANIES.unlisted];
  return {
    id: "others",
    title: "Who else has part of it",
    says: [...companies, toCalled({ withGoogle: findGoogle() !== null })],
    refs: [PRIVACY],
  };
}

const HEALTH: Answer = {
  id: "health",
  title: "Personal health data",
  says: ["No tool is about health, and none asks for health data."],
  open: "What an organisation’s own agents work on is its own. The owner answers this for the organisations they serve.",
};

const SPONSORED: Answer = {
  id: "sponsored",
  title: "Sponsored content",
  says: ["None. The privacy page says it in its first lines:", SUMMARY],
  refs: [PRIVACY],
};
