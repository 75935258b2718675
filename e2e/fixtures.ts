import { test as base, expect, type Page } from "@playwright/test";

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

/** The newest code the local mailbox holds for that address. */
export async function readCode(page: Page, email: string): Promise<string> {
  const mailbox = await page.context().newPage();
  try {
    await mailbox.goto("/local/mailbox");
    const mail = mailbox.getByRole("article").filter({ hasText: email }).first();
    const code = /\b\d{6}\b/.exec(await mail.innerText())?.[0];
    if (!code) throw new Error("The mailbox holds no code for that address.");
    return code;
  } finally {
    await mailbox.close();
  }
}

/** Playwright's test with a check that no page logged an error or broke the content security policy. */
export const test = base.extend<{ quietConsole: void }>({
  quietConsole: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
          said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(error.message));
      await use();
      expect(said).toEqual([]);
    },
    { auto: true },
  ],
});
