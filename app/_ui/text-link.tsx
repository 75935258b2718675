import Link from "next/link";
import type { ReactNode } from "react";

/** A link in running text. What is no page, a file or another origin, is the browser's to open. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  const className = "text-accent-text underline underline-offset-2 hover:decoration-2";
  if (!href.startsWith("/") || /\.[a-z]+$/.test(href)) {
    return (
      <a href={href} rel="noreferrer" className={className}>
        {children}
      </a>
    );
  }
  return (
    <Link href={href} prefetch={false} className={className}>
      {children}
    </Link>
  );
}
