import type { ReactNode } from "react";

/** A link whose words say that it opens a new tab, so that what was typed here stays. */
export function NewTabLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener" className="text-accent-text underline underline-offset-2">
      {children}
    </a>
  );
}
