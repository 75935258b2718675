import { isValidElement, type ReactNode } from "react";

/** The words in a piece of an article, without its markup. */
export function toPlainText(node: ReactNode): string {
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (Array.isArray(node)) return node.map(toPlainText).join("");
  return isValidElement<{ children?: ReactNode }>(node) ? toPlainText(node.props.children) : "";
}
