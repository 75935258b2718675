import type { ComponentProps, ReactNode } from "react";
import { joinClasses } from "../../../_ui/join-classes.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { CodeBlock } from "./code-block.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import { toPlainText } from "./to-plain-text.ts";

type Props<Tag extends "a" | "h2" | "h3" | "li" | "ol" | "p" | "pre" | "code" | "td" | "th" | "ul"> =
  ComponentProps<Tag>;

/** How each piece of an article looks; what components of an article render by hand takes its classes from here. */
export const PROSE = {
  h2: ({ children, id }: Props<"h2">) => (
    <h2
      id={id}
      className="mt-10 mb-3 max-w-[72ch] scroll-mt-6 text-xl font-semibold wrap-anywhere first:mt-0"
    >
      {children}
    </h2>
  ),
  h3: ({ children, id }: Props<"h3">) => (
    <h3 id={id} className="mt-6 mb-2 max-w-[72ch] scroll-mt-6 font-semibold wrap-anywhere">
      {children}
    </h3>
  ),
  p: ({ children }: Props<"p">) => <p className="my-3 max-w-[72ch] break-words">{children}</p>,
  ul: ({ children }: Props<"ul">) => (
    <ul className="my-3 grid max-w-[72ch] list-disc gap-1.5 ps-5 break-words">{children}</ul>
  ),
  ol: ({ children }: Props<"ol">) => (
    <ol className="my-3 grid max-w-[72ch] list-decimal gap-1.5 ps-5 break-words">{children}</ol>
  ),
  li: ({ children }: Props<"li">) => <li className="[&>p]:my-1">{children}</li>,
  a: ({ children, href = "" }: Props<"a">) => <TextLink href={href}>{children}</TextLink>,
  strong: ({ children }: { children?: ReactNode }) => <strong className="font-semibold">{children}</strong>,
  code: ({ children }: Props<"code">) => (
    <code className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-[0.93em] wrap-anywhere">{children}</code>
  ),
  blockquote: ({ children }: { children?: ReactNode }) => (
    <blockquote className="my-4 max-w-[72ch] border-s-4 border-control ps-4 font-medium [&>p]:my-1">
      {children}
    </blockquote>
  ),
  pre: ({ children }: Props<"pre">) => <CodeBlock text={toPlainText(children).trimEnd()} />,
  table: ({ children }: { children?: ReactNode }) => <ScrollTable>{children}</ScrollTable>,
  th: ({ children }: Props<"th">) => <HeadCell>{children}</HeadCell>,
  td: ({ children }: Props<"td">) => <td className={CELL}>{children}</td>,
};

const CELL = "min-w-28 px-4 py-2 align-top break-words first:min-w-44";

function HeadCell({ children }: { children?: ReactNode }) {
  return (
    <th scope="col" className={joinClasses(CELL, "bg-sunken text-start font-medium text-muted")}>
      {children}
    </th>
  );
}
