import "#server-only";
import type { MailContent } from "#lib/platform/outbox/mail.ts";

type RequestMail = {
  /** What the app calls itself. */
  app: string;
  redirectHost: string;
  tenantName: string;
  person: { name: string; email: string };
  reason: string;
  /** The page where requests are answered. */
  url: string;
};

/** Tells an admin that somebody wants to connect an app. The app's name is its own claim, so it is in no subject. */
export function writeRequestMail(request: RequestMail): MailContent {
  const { app, redirectHost, tenantName, person, reason, url } = request;
  return {
    subject: `Somebody asks for an app in ${tenantName}`,
    preview: "Look at the request and answer it.",
    heading: `${person.name} asks for an app`,
    paragraphs: [
      `${person.name} wants to connect an app to ${tenantName}. It can do nothing before an admin approves it.`,
      "What the app is called is its own claim. Look at where it goes before you answer.",
    ],
    facts: [
      ["App", app],
      ["Goes to", redirectHost],
      ["Asked by", `${person.name}, ${person.email}`],
      ["Reason", reason],
    ],
    action: { label: "Answer the request", url },
    footer: `You get this mail because you are an owner or admin of ${tenantName}.`,
  };
}

type DecisionMail = {
  app: string;
  redirectHost: string;
  tenantName: string;
  isApproved: boolean;
  note: string | null;
};

/** Tells whoever asked what an admin said. */
export function writeDecisionMail(decision: DecisionMail): MailContent {
  const { app, redirectHost, tenantName, isApproved, note } = decision;
  const facts = [
    ["App", app],
    ["Goes to", redirectHost],
  ] as const;
  return {
    subject: isApproved ? `An app was approved in ${tenantName}` : `An app was declined in ${tenantName}`,
    preview: isApproved ? "Press Connect in the app again." : "An admin answered your request.",
    heading: isApproved ? `You may connect ${app}` : `${app} was declined`,
    paragraphs: isApproved
      ? [
          `An admin of ${tenantName} approved the app you asked for. Nothing is connected yet.`,
          "Press Connect in the app again, and choose what it may use.",
        ]
      : [
          `An admin of ${tenantName} declined the app you asked for. It has no access.`,
          "Ask them if you think this is a mistake.",
        ],
    facts: note === null ? facts : [...facts, ["Their note", note]],
    footer: `You get this mail because you asked for an app in ${tenantName}.`,
  };
}
