import "#server-only";

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

const SCRIPTS = /<(script|style|noscript|template|head)\b[\s\S]*?<\/\1>/gi;

export type Field = { name: string; value: string; type: string; isChecked: boolean; isDisabled: boolean };
export type HtmlForm = { action: string; method: string; fields: Field[] };

/** The forms of one of our pages, each with its fields and named buttons. */
export function readForms(html: string): HtmlForm[] {
  return [...html.replaceAll(SCRIPTS, " ").matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(
    ([, head = "", body = ""]) => {
      const attributes = readAttributes(head);
      return {
        action: attributes.get("action") ?? "",
        method: (attributes.get("method") ?? "get").toUpperCase(),
        fields: [...body.matchAll(/<(?:input|button)\b([^>]*)>/gi)].flatMap(([, own = ""]) => toField(own)),
      };
    },
  );
}

function toField(text: string): Field[] {
  const attributes = readAttributes(text);
  const name = attributes.get("name");
  if (name === undefined) return [];
  return [
    {
      name,
      value: attributes.get("value") ?? "",
      type: attributes.get("type") ?? "text",
      isChecked: attributes.has("checked"),
      isDisabled: attributes.has("disabled"),
    },
  ];
}

/** Where a page takes the browser by itself; null when it stays. */
export function readRefresh(html: string): string | null {
  const meta = /<meta\s+http-equiv="refresh"\s+content="([^"]*)"/i.exec(html)?.[1];
  return meta === undefined ? null : (/url=(.*)$/i.exec(decode(meta))?.[1] ?? null);
}

/** Every address the page links to, as written. */
export function readLinks(html: string): string[] {
  return [...html.matchAll(/<a\b([^>]*)>/gi)].flatMap(
    ([, text = ""]) => readAttributes(text).get("href") ?? [],
  );
}

/** The attributes of every element of that name. */
export function readElements(html: string, name: string): Map<string, string>[] {
  return [...html.matchAll(new RegExp(`<${name}\\b([^>]*)>`, "gi"))].map(([, text = ""]) =>
    readAttributes(text),
  );
}

/** What somebody reads there: no markup, no scripts, one space between words. */
export function readText(html: string): string {
  const visible = html.replaceAll(SCRIPTS, " ").replaceAll(/<[^>]*>/g, " ");
  return decode(visible).replaceAll(/\s+/g, " ").trim();
}

export function readTitle(html: string): string {
  return decode(/<title[^>]*>([^<]*)<\/title>/i.exec(html)?.[1] ?? "").trim();
}

function readAttributes(text: string): Map<string, string> {
  const found = text.matchAll(/([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g);
  return new Map(
    [...found].map(([, name = "", double, single]) => [name.toLowerCase(), decode(double ?? single ?? "")]),
  );
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[String(name)] ?? whole;
  });
}
