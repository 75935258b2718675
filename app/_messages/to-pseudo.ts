import { pseudoText } from "./pseudo-text.ts";

type Tree = { [key: string]: string | Tree };

/** The same messages in the pseudo-language. */
export function toPseudo<Messages extends Tree>(messages: Messages): Messages {
  const made = Object.entries(messages).map(([key, value]) => [
    key,
    typeof value === "string" ? pseudoText(value) : toPseudo(value),
  ]);
  return Object.fromEntries(made) as Messages;
}
