import { PROSE } from "../_components/prose.tsx";
import type { Paragraph } from "./parse-article.ts";

const { code: Code } = PROSE;

export function FormattedText({ parts }: { parts: Paragraph }) {
  return parts.map((part, index) => (index % 2 === 1 ? <Code key={part}>{part}</Code> : part));
}
