import { getConfig } from "#lib/platform/config/get-config.ts";
import { seedAgents } from "#lib/sample/world/agents.ts";
import { describeSandbox, type SandboxFacts } from "#lib/sandbox/describe-sandbox.ts";
import consent from "../../../_messages/en/consent.json";
import { writeList } from "../../write-list.ts";
import type { Answer, Section } from "./kit.ts";
import { TOOLS_HREF } from "./tools.ts";

/** What a reviewer does and finds here. The code they sign in with is never part of it. */
export function toReview(): Section {
  const facts = describeSandbox();
  const { publicUrl } = getConfig();
  return {
    id: "review",
    title: "For the reviewer",
    form: "9 Test and launch",
    blocks: [
      {
        kind: "fields",
        fields: [
          { label: "Account", value: facts.reviewer.address, hint: "It has no mailbox and needs none." },
          { label: "Sign-in page", value: `${publicUrl}/sign-in` },
          {
            label: "Instructions",
            value: toInstructions(facts, publicUrl),
            rows: 12,
            hint: "For the form’s field; the code goes into the field beside it.",
          },
        ],
      },
      { kind: "answers", answers: [toCode(facts), toSeeded(facts)] },
      {
        kind: "table",
        caption: "People of the organisation",
        columns: ["Name", "Role"],
        rows: facts.people.map(({ name, role }) => [name, role]),
      },
      {
        kind: "table",
        caption: `Agents of ${facts.instance}`,
        columns: ["Agent", "What it does", "State"],
        rows: seedAgents(new Date(0)).map(({ name, description, status }) => [name, description, status]),
      },
      {
        kind: "text",
        text: "What each tool does there: its example, in the table of tools, succeeds with the seeded agents, in any order. The file has the input of each.",
      },
      { kind: "list", items: [{ label: "Tools with examples and inputs", href: TOOLS_HREF }] },
    ],
  };
}

function toInstructions({ reviewer, organisation }: SandboxFacts, publicUrl: string): string {
  return [
    `1. Connect. Claude opens our sign-in page (${publicUrl}/sign-in).`,
    `2. Enter the address ${reviewer.address}, press “Send me a code”, and enter the review code given with this submission. No mail is sent, and there is no second factor.`,
    `3. The page “Let Claude use ${organisation}?” follows. Choose “${consent.presets.all}” to try every tool, and press Allow.`,
    "4. Say one of the example prompts. Every tool’s own example works too, in any order.",
    `5. At ${publicUrl}/o you see the organisation as an admin does: connections, calls, tools by role, and the audit log. Disconnecting there refuses Claude’s next request.`,
  ].join("\n");
}

function toCode({ isOn, codeDaysMax, codesMax }: SandboxFacts): Answer {
  return {
    id: "review-code",
    title: "The code",
    says: [
      `It stands nowhere on this page. An operator makes one with “npm run sandbox -- issue-code --days ${codeDaysMax}” on the server, or on the operators’ page about its health; it is shown once, works as often as needed for up to ${codeDaysMax} days, and can be ended. ${codesMax} can be good at a time.`,
    ],
    refs: [{ label: "The reviewer’s sandbox", file: "docs/runbooks/sandbox.md" }],
    ...(isOn ? {} : { open: "This server does not run the account: set SANDBOX=on and restart." }),
  };
}

function toSeeded(facts: SandboxFacts): Answer {
  const { organisation, instance, reviewer, people, apps, historyDays, nightHour } = facts;
  return {
    id: "seeded",
    title: "What is there",
    says: [
      `The organisation “${organisation}” with its own Trinity, “${instance}”: agents with past runs, schedules, rooms, skills and reports. The reviewer is its ${reviewer.role}, beside ${people.length} made-up people, and may do all an admin may but change people and instances, leave, and pause everything.`,
      `A month of use: ${historyDays} days of calls, connection attempts and audit rows by ${writeList(apps)}.`,
      `Each night at ${nightHour}:00 UTC it goes back to what it was; what is younger than a day stays until the next.`,
    ],
    refs: [
      { label: "Why it is so", file: "docs/decisions/0024-the-reviewers-sandbox.md" },
      { label: "Every example, called through the gateway", file: "lib/mcp/examples.db.test.ts" },
      { label: "A reviewer’s way, tested", file: "e2e/reviewer.spec.ts" },
    ],
  };
}
