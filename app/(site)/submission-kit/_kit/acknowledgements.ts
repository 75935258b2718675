import type { Answer, Section } from "./kit.ts";

const point = (number: number) => ({ label: `Point ${number}`, href: `#point-${number}` });

/** The seven boxes at the form's end: what is so, and where it shows. */
export const ACKNOWLEDGEMENTS: readonly Answer[] = [
  {
    id: "ack-guidelines",
    title: "It keeps to the directory’s guidelines",
    says: [
      "Each rule about tools is a check: our catalogue passes it in a test, and the pre-flight looks at the tools as the running server lists them.",
    ],
    refs: [
      { label: "The checklist", href: "#checklist" },
      { label: "The rules about a list of tools, tested", file: "lib/catalog/lint-tool-list.test.ts" },
      { label: "How the pre-flight decides", file: "docs/decisions/0025-the-preflight-asks-from-outside.md" },
    ],
  },
  {
    id: "ack-first-party",
    title: "The API is first-party",
    says: [
      "The gateway, its addresses and its domain are. The Trinity behind it belongs to the organisation that registered it.",
    ],
    refs: [
      { label: "Whose API is behind the tools", href: "#ownership" },
      { label: "Every address is on this domain", href: "#point-17" },
    ],
    open: "This box is not ours to tick: see “Whose API is behind the tools”.",
  },
  {
    id: "ack-money",
    title: "It moves no money",
    says: [
      "Tools of Trinity that pay or settle payments are left out of every listing, and the address everybody uses cannot list them at all.",
    ],
    refs: [
      { label: "Kept out of every listing, tested", file: "lib/catalog/definitions.test.ts" },
      { label: "All tools, with those left out", href: "/docs/tools" },
      point(19),
    ],
  },
  {
    id: "ack-media",
    title: "It makes no pictures, video or sound",
    says: ["No tool of the table does."],
    refs: [{ label: "The tools", href: "#tools" }, point(19)],
  },
  {
    id: "ack-descriptions",
    title: "Descriptions do not tell Claude how to behave",
    says: [
      "The title and description of every tool we know are ours, never an instance’s: what it does and what it is for, without instructions or praise. A test reads each of them for such words.",
    ],
    refs: [
      { label: "Descriptions, tested", file: "lib/catalog/definitions.test.ts" },
      { label: "The words that are refused, tested", file: "lib/catalog/lint-tool.test.ts" },
      point(6),
      point(7),
    ],
  },
  {
    id: "ack-conversations",
    title: "It takes nothing of the conversation",
    says: [
      "A tool gets the arguments of its own call. None asks for the conversation with Claude, its memory or its files; get_chat_history reads what was said to an agent of Trinity, there.",
      "What was sent along is kept only where an owner turned that on, encrypted, and answers never. The server’s own log holds neither.",
    ],
    refs: [
      { label: "Privacy", href: "/privacy" },
      { label: "Data and retention", href: "/docs/data" },
      {
        label: "The pre-flight looks for an argument of its own",
        file: "lib/operations/internal/preflight/points/ledger.ts",
      },
      point(20),
    ],
  },
  {
    id: "ack-docs",
    title: "The documentation is public",
    says: [
      "Every article is there without signing in and without JavaScript, and a test follows every link.",
    ],
    refs: [
      { label: "Documentation", href: "/docs" },
      { label: "Links and pages, tested", file: "e2e/docs.spec.ts" },
      point(14),
    ],
  },
];

export function toAcknowledgements(): Section {
  return {
    id: "acknowledgements",
    title: "The seven acknowledgements",
    form: "10 Acknowledgements",
    blocks: [{ kind: "answers", answers: ACKNOWLEDGEMENTS }],
  };
}
