import "#server-only";
import type { Browser } from "../outside/open-browser.ts";
import { readText } from "../outside/read-html.ts";

/** The newest code in the mailbox that a server on this computer shows; null where there is none. */
export async function readLocalCode(browser: Browser, email: string): Promise<string | null> {
  const { text } = await browser.open("/local/mailbox");
  const mails = [...text.matchAll(/<article\b[\s\S]*?<\/article>/g)].map(([html]) => readText(html));
  return /\b\d{6}\b/.exec(mails.find((mail) => mail.includes(email)) ?? "")?.[0] ?? null;
}
