import type { ReactNode } from "react";
import { LinkButton } from "../../../_ui/link-button.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import type { Audience } from "../choices.ts";

/** What has to be there before an app is connected: for a member an organisation, for whoever runs Trinity their instance. */
export function BeforeSteps({ audience }: { audience: Audience }) {
  return audience === "run" ? <ConnectTrinity /> : <Belong />;
}

function Belong() {
  return (
    <Section title="Before you start">
      <p>
        You need to belong to an organisation here. Whoever runs your Trinity invites you by mail, or you ask
        to join while you connect: sign in with your work address, and the page says how. You need no Trinity
        key, unless your organisation wants each person to use their own; then the last step asks for it.
      </p>
    </Section>
  );
}

const INSTANCE_STEPS: readonly { title: string; text: ReactNode }[] = [
  {
    title: "Make your organisation",
    text: (
      <>
        <TextLink href="/sign-in?next=/welcome">Sign in</TextLink> with your work address, and give it a name.
      </>
    ),
  },
  {
    title: "Add your Trinity instance",
    text: "Under Instances give its address and a key. It has to be reachable over https, on port 443, by a public address. The test says in eight lines what works, and for what does not the cause and the remedy.",
  },
  {
    title: "Decide whose key calls go with",
    text: "Each person’s own, so that calls carry their name in Trinity; one shared key; or both.",
  },
  {
    title: "Look through its tools",
    text: "Every tool is listed with what it does. Approve them as they are, by a preset, or one by one for each role. What is new or changes later is off until you looked at it.",
  },
  {
    title: "Invite your people",
    text: "Under Members, several at once. Or let everybody of your mail domain ask to join.",
  },
];

function ConnectTrinity() {
  return (
    <Section title="First connect your Trinity">
      <ol className="grid list-decimal gap-3 ps-6 marker:font-semibold marker:text-accent-text">
        {INSTANCE_STEPS.map(({ title, text }) => (
          <li key={title} className="ps-1">
            <strong className="font-semibold">{title}.</strong> {text}
          </li>
        ))}
      </ol>
      <p>Then connect your own Claude below, and send your people this page.</p>
      <div>
        <LinkButton href="/sign-in?next=/welcome" size="touch">
          Make your organisation
        </LinkButton>
      </div>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid max-w-[72ch] gap-3">
      <h2 className="text-xl font-semibold">{title}</h2>
      {children}
    </section>
  );
}
