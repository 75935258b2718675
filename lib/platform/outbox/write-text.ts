import "#server-only";
import type { MailContent } from "./mail.ts";

/** The plain text of a mail: the same parts in the same order as its HTML. */
export function writeText(mail: MailContent): string {
  const { heading, paragraphs, code, facts = [], action, footer, help } = mail;
  const parts = [
    heading,
    ...paragraphs,
    ...(code === undefined ? [] : [code]),
    ...(facts.length === 0 ? [] : [facts.map(([name, value]) => `${name}: ${value}`).join("\n")]),
    ...(action === undefined ? [] : [`${action.label}: ${action.url}`]),
    `-- \n${footer}${help === undefined ? "" : `\n${help.label}: ${help.url}`}`,
  ];
  return `${parts.join("\n\n")}\n`;
}
