import { Disclosure } from "../../../_ui/disclosure.tsx";
import { LinkButton } from "../../../_ui/link-button.tsx";
import type { Guide, GuidePart } from "../guides/guide.ts";

/** One app's steps, what they end in, and what goes wrong on the way. */
export function GuideView({ guide, title }: { guide: Guide; title: string }) {
  const { note, open, parts, see, check, problems } = guide;
  return (
    <div className="grid max-w-[72ch] grid-cols-[minmax(0,1fr)] gap-8">
      <div className="grid gap-3">
        <h3 className="text-xl font-semibold">{title}</h3>
        {note && <p className="border-s-4 border-accent ps-4">{note}</p>}
        {open && (
          <div className="grid gap-2">
            <div>
              <LinkButton href={open.href} tone="primary" size="touch">
                {open.label}
              </LinkButton>
            </div>
            <p className="text-table text-muted">{open.hint}</p>
          </div>
        )}
      </div>
      {parts.map((part) => (
        <Part key={part.title ?? ""} part={part} />
      ))}
      <Point title="What you will see">{see}</Point>
      <Point title="How to check">{check}</Point>
      <section className="grid gap-3">
        <h4 className="font-semibold">What goes wrong</h4>
        <div className="grid gap-2">
          {problems.map(({ what, remedy }) => (
            <Disclosure key={what} summary={what}>
              <p>{remedy}</p>
            </Disclosure>
          ))}
        </div>
      </section>
    </div>
  );
}

function Part({ part: { title, steps } }: { part: GuidePart }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h4 className="font-semibold">{title ?? "Step by step"}</h4>
      <ol className="grid list-decimal gap-4 ps-6 marker:font-semibold marker:text-accent-text">
        {steps.map((step, index) => (
          <li key={index} className="ps-1">
            <div className="[&>div]:mt-3">{step}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Point({ title, children }: { title: string; children: Guide["see"] }) {
  return (
    <section className="grid gap-2">
      <h4 className="font-semibold">{title}</h4>
      <p>{children}</p>
    </section>
  );
}
