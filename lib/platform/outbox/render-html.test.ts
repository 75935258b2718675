import { describe, expect, test } from "vitest";
import type { MailContent } from "./mail.ts";
import { renderHtml } from "./render-html.ts";
import { writeText } from "./write-text.ts";

const MAIL = {
  subject: "Ada invited you to Acme <Robotics>",
  preview: "Join until Monday",
  heading: "Join Acme <Robotics>",
  paragraphs: ["Ada & Grace invited you.", '"Welcome" <img src=https://evil.example/x>'],
  code: "123456",
  facts: [
    ["Role", "Member"],
    ["Asked by", "ada@acme.example"],
  ],
  action: { label: "Join", url: "http://localhost:3000/invite/abc?a=1&b=2" },
  footer: "Was it not meant for you? Then do nothing.",
  help: { label: "What this is", url: "http://localhost:3000/docs/sign-in" },
} as const satisfies MailContent;

describe("a mail", () => {
  test("says the same in both of its forms", async () => {
    const [html, text] = [await renderHtml(MAIL), writeText(MAIL)];
    const said = [MAIL.heading, ...MAIL.paragraphs, MAIL.code, MAIL.action.url, MAIL.footer, MAIL.help.url];
    for (const part of [...said, ...MAIL.facts.flat()]) {
      expect(text).toContain(part);
      expect(html).toContain(
        part
          .replaceAll("&", "&amp;")
          .replaceAll("<", "&lt;")
          .replaceAll(">", "&gt;")
          .replaceAll('"', "&quot;"),
      );
    }
  });

  test("loads nothing, follows nobody, and no text of it is markup", async () => {
    const html = await renderHtml(MAIL);
    expect(html).not.toMatch(/<(?:img|script|link|iframe|object)\b|url\(|@import|src=["']/i);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      "http://localhost:3000/invite/abc?a=1&amp;b=2",
      "http://localhost:3000/docs/sign-in",
    ]);
  });

  test("is legible in a dark mailbox, and shows neither code nor link before it is opened", async () => {
    const html = await renderHtml(MAIL);
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toContain("@media (prefers-color-scheme: dark)");
    const preview = /data-skip-in-text="true">([^<]*)</.exec(html)?.[1];
    expect(preview).toBe(MAIL.preview);
  });

  test("without code, facts and link has none of them", () => {
    const { subject, preview, heading, footer } = MAIL;
    expect(writeText({ subject, preview, heading, paragraphs: ["One."], footer })).toBe(
      `${heading}\n\nOne.\n\n-- \n${footer}\n`,
    );
  });
});
