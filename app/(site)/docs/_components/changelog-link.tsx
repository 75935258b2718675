import type { ReactNode } from "react";
import { TextLink } from "../../../_ui/text-link.tsx";
import { CHANGELOG_LINKS } from "../_words/changelog-links.ts";

/** A link of docs/changelog.md, which points at files, as one that points at pages. */
export function ChangelogLink({ href = "", children }: { href?: string; children?: ReactNode }) {
  const page = CHANGELOG_LINKS[href];
  return page === undefined ? <>{children}</> : <TextLink href={page}>{children}</TextLink>;
}
