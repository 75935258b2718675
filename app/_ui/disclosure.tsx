import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type DisclosureProps = { summary: ReactNode; isOpen?: boolean | undefined; children: ReactNode };

// One element for all of a page: React sends it once and refers to it.
const CHEVRON = (
  <ChevronRight
    aria-hidden="true"
    className="size-4 shrink-0 transition-transform group-open:rotate-90 rtl:rotate-180 rtl:group-open:rotate-90"
  />
);

/** More about the line above, on demand; native, so it works without JavaScript. */
export function Disclosure({ summary, isOpen, children }: DisclosureProps) {
  return (
    <details open={isOpen} className="group">
      <summary className="inline-flex min-h-6 items-center gap-1 rounded-sm text-accent-text hover:underline pointer-coarse:min-h-11">
        {CHEVRON}
        {summary}
      </summary>
      <div className="ms-5 mt-1">{children}</div>
    </details>
  );
}
