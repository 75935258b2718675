import Link from "next/link";
import type { ReactNode } from "react";

/** A link in running text. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  const className = "text-accent-text underline underline-offset-2 hover:decoration-2";
  if (!href.startsWith("/")) {
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
