import { Code } from "../../../_ui/code.tsx";
import type { Paragraph } from "./parse-article.ts";

export function FormattedText({ parts }: { parts: Paragraph }) {
  return parts.map((part, index) => (index % 2 === 1 ? <Code key={part}>{part}</Code> : part));
}
