import {
  Ban,
  FileClock,
  KeyRound,
  ListChecks,
  type LucideIcon,
  ScrollText,
  ShieldCheck,
  UserCheck,
} from "lucide-react";
import type { ReactNode } from "react";
import { TextLink } from "../../_ui/text-link.tsx";

export const STEPS: readonly { title: string; text: string }[] = [
  {
    title: "Add the address",
    text: "In Claude, add a custom connector with our address. It is the same for everybody.",
  },
  {
    title: "Sign in and choose",
    text: "You pick your organisation and tick what Claude may use. Nothing is shared before you allow it.",
  },
  {
    title: "Work, and stay in charge",
    text: "Calls go to your organisation’s own Trinity. You and your admins can disconnect at any time.",
  },
];

export const CONTROLS: readonly { Icon: LucideIcon; title: string; text: string }[] = [
  {
    Icon: ListChecks,
    title: "Which tools, for which role",
    text: "A switch for each tool and role, presets, and limits on what a tool may be given. Instance by instance.",
  },
  {
    Icon: FileClock,
    title: "What changes",
    text: "A tool that is new or changed waits with its difference shown. Unless it is one we know that only reads, it is off until somebody approves it.",
  },
  {
    Icon: UserCheck,
    title: "Who gets in",
    text: "Invitations, mail domains you proved, Google or your own company sign-in, and roles from auditor to owner.",
  },
  {
    Icon: ShieldCheck,
    title: "Which apps",
    text: "Anybody’s verified apps, others only on request, or a list. Each with the most it may do.",
  },
  {
    Icon: Ban,
    title: "When it ends",
    text: "Disconnect one connection, one app, one person or everybody. The next request is refused.",
  },
  {
    Icon: ScrollText,
    title: "What happened",
    text: "Every call with who, what and how it ended; every change of an admin in a log that a program outside can check.",
  },
];

export const FACTS: readonly { Icon: LucideIcon; text: string }[] = [
  {
    Icon: KeyRound,
    text: "No app ever sees a Trinity key. Keys are encrypted one by one, and never shown again.",
  },
  {
    Icon: KeyRound,
    text: "Tokens and codes are kept as hashes only; nobody can read them back, we included.",
  },
  {
    Icon: ShieldCheck,
    text: "Two walls between organisations: every statement names its own, and the database refuses rows of another.",
  },
  {
    Icon: ScrollText,
    text: "What you send to a tool is not recorded unless your organisation turns that on; what it answers never is.",
  },
];

export const QUESTIONS: readonly { question: string; answer: ReactNode }[] = [
  {
    question: "Does Claude get my Trinity key?",
    answer:
      "No. Claude gets a token of ours, for the tools you ticked. We call your Trinity with the key your organisation or you stored here.",
  },
  {
    question: "Which plans of Claude does it need?",
    answer: (
      <>
        Any. Claude’s free plan takes one custom connector. In Team and Enterprise an owner adds it once, then
        each person connects: <TextLink href="/add-to-claude?app=team#steps">step by step</TextLink>.
      </>
    ),
  },
  {
    question: "Does it work with other apps?",
    answer: (
      <>
        Yes, with any that speaks MCP and signs in with OAuth: Claude Code, Cursor, VS Code, ChatGPT, Codex
        and <TextLink href="/add-to-claude?app=other#steps">others</TextLink>.
      </>
    ),
  },
  {
    question: "What does my Trinity need?",
    answer:
      "A public https address on port 443 and a key. Nothing is installed there, and its own rules about what a key may do stay as they are.",
  },
  {
    question: "Who sees what I do?",
    answer: (
      <>
        Owners, admins and auditors of your organisation see that a tool was called, by whom, when, from which
        app, and how it ended. <TextLink href="/privacy">Privacy</TextLink> lists everything that is kept, and
        for how long.
      </>
    ),
  },
  {
    question: "How do I end it?",
    answer: (
      <>
        Under <TextLink href="/me/connections">My connections</TextLink>, or with the one link in the mail you
        get after connecting. The app’s next request is refused.
      </>
    ),
  },
  {
    question: "Can I connect two organisations?",
    answer:
      "Yes. Each organisation has an address of its own, which leads there and nowhere else; add both, and Claude shows two connectors.",
  },
];
