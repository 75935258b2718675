import { Children, isValidElement, type ReactNode } from "react";
import { writeList } from "../../write-list.ts";
import { toPlainText } from "./to-plain-text.ts";

/** A table of an article: it scrolls in a region of its own, named by its head, so that the page never does. */
export function ScrollTable({ children }: { children: ReactNode }) {
  return (
    <div
      role="region"
      aria-label={`Table: ${writeList(readHead(children), "plain")}`}
      tabIndex={0}
      className="my-4 max-w-full overflow-x-auto rounded-lg border bg-surface"
    >
      <table className="w-full border-collapse text-sm [&_thead_tr]:border-t-0 [&_tr]:border-t [&_tr]:border-line">
        {children}
      </table>
    </div>
  );
}

/** The words of each cell of the first row. */
function readHead(table: ReactNode): string[] {
  const [head] = elementsIn(table);
  const [row] = elementsIn(head?.props.children);
  return elementsIn(row?.props.children).map(({ props }) => toPlainText(props.children));
}

function elementsIn(node: ReactNode) {
  return Children.toArray(node).filter((child) => isValidElement<{ children?: ReactNode }>(child));
}
