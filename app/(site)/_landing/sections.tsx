import type { ReactNode } from "react";
import { Disclosure } from "../../_ui/disclosure.tsx";
import { TextLink } from "../../_ui/text-link.tsx";
import { CONTROLS, FACTS, QUESTIONS, STEPS } from "./texts.tsx";

export function Steps() {
  return (
    <Section id="steps" title="How it works">
      <ol className="grid gap-4 sm:grid-cols-3">
        {STEPS.map(({ title, text }, index) => (
          <li key={title} className="grid content-start gap-2 rounded-lg border bg-surface p-4">
            <h3 className="font-semibold">
              <span className="text-accent-text">{index + 1}.</span> {title}
            </h3>
            <p className="text-sm text-muted">{text}</p>
          </li>
        ))}
      </ol>
      <p>
        <TextLink href="/add-to-claude">Add your Trinity to Claude</TextLink>, step by step, for each app.
      </p>
    </Section>
  );
}

export function Controls() {
  return (
    <Section id="control" title="What admins decide">
      <ul className="grid gap-x-8 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
        {CONTROLS.map(({ Icon, title, text }) => (
          <li key={title} className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-3">
            <Icon aria-hidden="true" className="mt-0.5 size-5 text-accent-text" />
            <div className="grid gap-1">
              <h3 className="font-semibold">{title}</h3>
              <p className="text-sm text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function SecurityFacts() {
  return (
    <Section id="safe" title="How it is kept safe">
      <ul className="grid max-w-[72ch] gap-3">
        {FACTS.map(({ Icon, text }) => (
          <li key={text} className="grid grid-cols-[auto_minmax(0,1fr)] gap-3">
            <Icon aria-hidden="true" className="mt-0.5 size-5 text-ok" />
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <p>
        <TextLink href="/security">All of it, and how to report a weakness</TextLink>
      </p>
    </Section>
  );
}

export function Questions() {
  return (
    <Section id="questions" title="Questions">
      <div className="grid max-w-[72ch] gap-3">
        {QUESTIONS.map(({ question, answer }) => (
          <Disclosure key={question} summary={question}>
            <p>{answer}</p>
          </Disclosure>
        ))}
      </div>
    </Section>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-5">
      <h2 id={id} className="text-xl font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}
