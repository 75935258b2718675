import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import {
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
} from "@playwright/test";
import { DATA_DIR, ORIGIN } from "./server.ts";

export { expect };

/** The sample organisation's people; `npm start` prints them. */
export const PEOPLE = {
  owner: "ada@acme.example",
  member: "grace@acme.example",
  auditor: "alan@acme.example",
} as const;

/** Signs in through the form and the local mailbox, wherever the page is: ends where sign-in leads. */
export async function signIn(page: Page, email: string): Promise<void> {
  if (!page.url().includes("/sign-in")) await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  await page.getByLabel("Code").fill(await readCode(page, email));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** The newest code the local mailbox holds for that address; its page is read, not opened: it is, at each sign-in. */
export async function readCode(page: Page, email: string): Promise<string> {
  const mailbox = await (await page.request.get("/local/mailbox")).text();
  const [, ...mails] = mailbox.split("<article").map((mail) => mail.replaceAll(/<[^>]*>/g, " "));
  // Mails about other things may have come to that address meanwhile.
  const [code] = mails.flatMap((mail) => (mail.includes(email) ? (/\b\d{6}\b/.exec(mail) ?? []) : []));
  if (!code) throw new Error("The mailbox holds no code for that address.");
  return code;
}

/** Pages that take keys ask again for a sign-in that is over half an hour old, and a test may take some minutes. */
const KEPT_MS = 15 * 60_000;

/** The file with that person's session; whoever comes first in a run, or after a while, signs in for all the others. */
async function keepSession(browser: Browser, email: string): Promise<string> {
  const folder = path.join(DATA_DIR, "journeys");
  const file = path.join(folder, `${email}.json`);
  const keptAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - keptAt < KEPT_MS) return file;
  mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ baseURL: ORIGIN, storageState: { cookies: [], origins: [] } });
  await signIn(await context.newPage(), email);
  await context.storageState({ path: file });
  await context.close();
  return file;
}

/** Collects what pages complain of: errors of scripts, and what the content security policy refused. */
function listen(context: BrowserContext, said: string[]): void {
  context.on("console", (message) => {
    if (message.type() !== "error" || /Failed to load resource/.test(message.text())) return;
    said.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on("weberror", (error) => said.push(error.error().message));
}

type Fixtures = {
  /** Who `page` is signed in as; nobody unless told. */
  person: string | undefined;
  /** A page of another person, in a browser context of their own. */
  openAs: (email: string, options?: BrowserContextOptions) => Promise<Page>;
  /** Has that context watched too. At the end of a test no watched page may have complained. */
  watch: (context: BrowserContext) => void;
};

/** Playwright's test: people signed in without the form, and a check that no page logged an error. */
export const test = base.extend<Fixtures>({
  person: [undefined, { option: true }],
  storageState: async ({ browser, person }, use) => {
    await use(person === undefined ? undefined : await keepSession(browser, person));
  },
  openAs: async ({ browser, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (email, options = {}) => {
      const storageState = await keepSession(browser, email);
      const context = await browser.newContext({ baseURL: ORIGIN, ...options, storageState });
      contexts.push(context);
      // The session was made with scripts; without them its sign-in would have left this.
      if (options.javaScriptEnabled === false)
        await context.addCookies([{ name: "scripts", value: "off", url: ORIGIN }]);
      watch(context);
      return await context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  watch: [
    async ({ context }, use) => {
      const said: string[] = [];
      listen(context, said);
      await use((other) => listen(other, said));
      expect(said).toEqual([]);
    },
    { auto: true },
  ],
});
