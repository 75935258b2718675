"use client";

import { CircleQuestionMark } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { findHelp } from "./find-help.ts";

/** To what the docs say of this very page; from there to whoever helps. */
export function HelpLink({ label }: { label: string }) {
  return (
    <Link
      href={findHelp(usePathname())}
      prefetch={false}
      className="flex min-h-9 min-w-9 items-center justify-center gap-2 rounded-md px-2 text-muted hover:bg-sunken hover:text-ink pointer-coarse:min-h-11 pointer-coarse:min-w-11"
    >
      <CircleQuestionMark aria-hidden="true" className="size-5" />
      <span className="max-sm:sr-only">{label}</span>
    </Link>
  );
}
