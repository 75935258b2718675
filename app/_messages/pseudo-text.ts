const PLAIN = "acdeghijlnorstuwyzACDEGHIJLNORSTUWYZ";
const MARKED = "áçðéĝĥíĵļñöŕšţüŵýžÁÇÐÉĜĤÍĴĻÑÖŔŠŢÛŴÝŽ";
const LETTERS = new Map(PLAIN.split("").map((letter, index) => [letter, MARKED.charAt(index)]));

/** How much longer than English the pseudo-language is: about what German is. */
const GROWTH = 0.4;
/** How long a word of what it is longer by may be: a whole sentence grows by words, and can still be wrapped. */
const FILLER_WORD = 5;

type Place = "text" | "argument" | "branches" | "tag";

/**
 * An ICU message in the pseudo-language: every letter of it with a mark, 40 % longer, between ⟦ and ⟧. Arguments, tags,
 * the words of plural and select, and `#` stay, so it formats with the same values.
 */
export function pseudoText(message: string): string {
  const places: Place[] = ["text"];
  let made = "";
  let letters = 0;
  for (let at = 0; at < message.length; at += 1) {
    const character = message.charAt(at);
    const place = places.at(-1);
    if (character === "'" && /^'[{}<>#']/.test(message.slice(at))) {
      const quoted = readQuoted(message, at);
      made += quoted;
      at += quoted.length - 1;
      continue;
    }
    if (character === "{") places.push(place === "branches" ? "text" : "argument");
    else if (character === "}") places.pop();
    else if (character === "," && place === "argument" && isChoice(message, at))
      places.splice(-1, 1, "branches");
    else if (place === "text" && /^<\/?[a-z]/i.test(message.slice(at))) places.push("tag");
    else if (character === ">" && place === "tag") places.pop();
    else if (place === "text") {
      made += LETTERS.get(character) ?? character;
      if (/\p{L}/u.test(character)) letters += 1;
      continue;
    }
    made += character;
  }
  return `⟦${made}${fill(Math.ceil(letters * GROWTH))}⟧`;
}

/** The first word of it makes the message's last word longer. */
function fill(length: number): string {
  return "~".repeat(length).replaceAll(new RegExp(`~{${FILLER_WORD}}(?=~)`, "g"), "$& ");
}

/** Whether this comma ends the head of a plural or a select: what follows are branches with text in them. */
function isChoice(message: string, at: number): boolean {
  return /,\s*(?:plural|select|selectordinal)\s*$/.test(message.slice(message.lastIndexOf("{", at), at));
}

function readQuoted(message: string, from: number): string {
  if (message.charAt(from + 1) === "'") return "''";
  const end = message.indexOf("'", from + 1);
  return end === -1 ? message.slice(from) : message.slice(from, end + 1);
}
