import { chromium, type Page } from "@playwright/test";
import { LEAVES_SIGNALS, toLaunchOptions } from "../system-chromium.ts";

/** A person of the sample organisation, which every fresh start has. */
const PERSON = "grace@acme.example";

export type Browser = {
  /** Opens an app's authorization address and answers like a person: signs in when asked, then allows. */
  approve: (url: string) => Promise<void>;
  close: () => Promise<void>;
};

/** Chromium with one person in it, who signs in by the product's own pages and its local mailbox. */
export async function openBrowser(origin: string): Promise<Browser> {
  const browser = await chromium.launch({ ...toLaunchOptions(), ...LEAVES_SIGNALS });
  const context = await browser.newContext({ baseURL: origin });
  return {
    approve: async (url) => {
      const page = await context.newPage();
      await page.goto(url);
      if (page.url().includes("/sign-in")) await signIn(page);
      await page.getByRole("button", { name: /^Allow/ }).click();
      await page.waitForURL((address) => address.origin !== origin);
      await page.close();
    },
    close: () => browser.close(),
  };
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail address").fill(PERSON);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  await page.getByLabel("Code").fill(await readCode(page));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/connect\//);
}

async function readCode(page: Page): Promise<string> {
  const mailbox = await page.context().newPage();
  await mailbox.goto("/local/mailbox");
  const mail = await mailbox.getByRole("article").filter({ hasText: PERSON }).first().innerText();
  await mailbox.close();
  const code = /\b\d{6}\b/.exec(mail)?.[0];
  if (code === undefined) throw new Error("the local mailbox holds no code");
  return code;
}
