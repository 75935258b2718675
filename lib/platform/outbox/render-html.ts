import "#server-only";
import type { CSSProperties } from "react";
import type { MailContent } from "./mail.ts";

// The tokens of the pages. Mail programs that know no media query keep the light ones, which are legible on any ground.
const DARK = `@media (prefers-color-scheme: dark) {
  .ground, .ground > table > tbody > tr > td { background: #0d1216 !important; }
  .sheet { background: #141a1f !important; border-color: #2b3338 !important; }
  .ink { color: #edf1f3 !important; }
  .muted { color: #a1abb1 !important; }
  .link { color: #6cd7e3 !important; }
  .button { background: #4fccd9 !important; color: #03141c !important; }
}`;
const FONT = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', sans-serif";
const INK: CSSProperties = { color: "#151f27", fontFamily: FONT };
const MUTED: CSSProperties = { color: "#525e67", fontFamily: FONT };
const STYLES = {
  ground: { background: "#f8fafc", margin: 0, padding: "24px 12px" },
  sheet: { background: "#ffffff", border: "1px solid #dbe1e3", borderRadius: "10px", maxWidth: "560px" },
  inside: { padding: "24px" },
  brand: { ...MUTED, fontSize: "13px", lineHeight: "20px", margin: "0 0 16px" },
  heading: { ...INK, fontSize: "20px", lineHeight: "28px", fontWeight: 600, margin: "0 0 16px" },
  text: { ...INK, fontSize: "16px", lineHeight: "24px", margin: "0 0 16px", overflowWrap: "anywhere" },
  code: { fontFamily: "ui-monospace, monospace", fontSize: "32px", lineHeight: "40px", letterSpacing: "4px" },
  name: { ...MUTED, fontSize: "14px", lineHeight: "20px", padding: "4px 16px 4px 0", textAlign: "left" },
  value: { ...INK, fontSize: "14px", lineHeight: "20px", padding: "4px 0", overflowWrap: "anywhere" },
  facts: { margin: "0 0 16px", borderCollapse: "collapse" },
  button: { background: "#006d82", color: "#ffffff", fontFamily: FONT, fontSize: "16px", fontWeight: 600 },
  link: { color: "#005e71", fontFamily: FONT, textDecoration: "underline" },
  footer: { ...MUTED, fontSize: "13px", lineHeight: "20px", margin: "16px 0 0", overflowWrap: "anywhere" },
} as const satisfies Record<string, CSSProperties>;

/**
 * The HTML of a mail: no picture, nothing loaded from anywhere, nothing that tells who read it. What draws it is loaded
 * at the first mail, since it takes half a second.
 */
export async function renderHtml(mail: MailContent): Promise<string> {
  const [{ createElement: h }, email] = await Promise.all([import("react"), import("react-email")]);
  const { Body, Button, Container, Head, Heading, Html, Link, Preview, Section, Text } = email;
  const cell = (name: string, value: string) =>
    h(
      "tr",
      { key: name },
      h("th", { scope: "row", className: "muted", style: { ...STYLES.name, fontWeight: 400 } }, name),
      h("td", { className: "ink", style: STYLES.value }, value),
    );
  const inside = [
    h(Text, { key: "brand", className: "muted", style: STYLES.brand }, "Trinity Connect"),
    h(Heading, { key: "heading", as: "h1", className: "ink", style: STYLES.heading }, mail.heading),
    ...mail.paragraphs.map((text) => h(Text, { key: text, className: "ink", style: STYLES.text }, text)),
    mail.code &&
      h(Text, { key: "code", className: "ink", style: { ...STYLES.text, ...STYLES.code } }, mail.code),
    mail.facts?.length &&
      h(
        "table",
        { key: "facts", style: STYLES.facts },
        h("tbody", null, ...mail.facts.map(([name, value]) => cell(name, value))),
      ),
    mail.action &&
      h(
        Button,
        {
          key: "action",
          href: mail.action.url,
          className: "button",
          style: { ...STYLES.button, borderRadius: "6px", padding: "10px 16px" },
        },
        mail.action.label,
      ),
    h(Text, { key: "footer", className: "muted", style: STYLES.footer }, mail.footer),
    mail.help &&
      h(
        Text,
        { key: "help", style: { ...STYLES.footer, margin: "4px 0 0" } },
        h(Link, { href: mail.help.url, className: "link", style: STYLES.link }, mail.help.label),
      ),
  ];
  return await email.render(
    h(
      Html,
      { lang: "en" },
      h(
        Head,
        null,
        h("title", null, mail.subject),
        h("meta", { name: "color-scheme", content: "light dark" }),
        h("meta", { name: "supported-color-schemes", content: "light dark" }),
        h("meta", { name: "viewport", content: "width=device-width" }),
        h("style", null, DARK),
      ),
      h(Preview, null, mail.preview),
      h(
        Body,
        { className: "ground", style: STYLES.ground },
        h(
          Container,
          { className: "sheet", style: STYLES.sheet },
          h(Section, { style: STYLES.inside }, ...inside),
        ),
      ),
    ),
  );
}
