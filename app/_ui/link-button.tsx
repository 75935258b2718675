import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonTone, buttonClass } from "./button-class.ts";

type LinkButtonProps = {
  href: string;
  tone?: ButtonTone | undefined;
  size?: ButtonSize | undefined;
  isWide?: boolean | undefined;
  children: ReactNode;
};

/** A link that stands among buttons. Other origins open in the same tab, without the referring page's address. */
export function LinkButton({ href, tone, size, isWide, children }: LinkButtonProps) {
  const className = buttonClass(tone, size, isWide);
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
