import { Disclosure } from "../../../_ui/disclosure.tsx";
import type { Heading } from "../articles.ts";

type OnThisPageProps = {
  headings: readonly Heading[];
  /** Above the text where there is no room beside it. */
  isFolded?: boolean;
};

/** The parts of a longer article, to jump to. */
export function OnThisPage({ headings, isFolded = false }: OnThisPageProps) {
  if (headings.length < 3) return null;
  const list = (
    <ul className="grid gap-0.5">
      {headings.map(({ id, title }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            className="inline-block min-h-6 py-0.5 text-muted hover:text-ink hover:underline pointer-coarse:min-h-11 pointer-coarse:py-2.5"
          >
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
  if (isFolded) {
    return (
      <nav aria-label="On this page" className="text-sm xl:hidden">
        <Disclosure summary="On this page">{list}</Disclosure>
      </nav>
    );
  }
  return (
    <nav
      aria-label="On this page"
      className="sticky top-6 grid max-h-[calc(100dvh-3rem)] gap-2 overflow-y-auto text-table max-xl:hidden"
    >
      <p className="font-semibold">On this page</p>
      {list}
    </nav>
  );
}
