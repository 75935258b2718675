import type { Page } from "@playwright/test";
import { chooseCard } from "./drive-console.ts";
import { expect } from "./fixtures.ts";

/** Fills the form for new members of that organisation and sends it. */
export async function invite(page: Page, slug: string, addresses: string, role = "Member"): Promise<void> {
  await page.goto(`/o/${slug}/members/invite`);
  await page.getByLabel("E-mail addresses").fill(addresses);
  await chooseCard(page, role);
  await page.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByRole("table", { name: "What became of each address" })).toBeVisible();
}

/** The link in the newest invitation to that address, once the mail is there. */
export async function readInvitation(page: Page, email: string): Promise<string> {
  const mailbox = await page.context().newPage();
  let link = "";
  await expect(async () => {
    await mailbox.goto("/local/mailbox");
    const mail = mailbox.getByRole("article").filter({ hasText: email }).filter({ hasText: "/invite/" });
    link = /\/invite\/[\w-]{43}/.exec(await mail.first().innerText({ timeout: 500 }))?.[0] ?? "";
    expect(link).not.toBe("");
  }).toPass();
  await mailbox.close();
  return link;
}

type Invited = { slug: string; email: string; role?: string };

/** Joins that organisation by an invitation, as somebody new. */
export async function join(
  owner: Page,
  guest: Page,
  { slug, email, role = "Member" }: Invited,
): Promise<void> {
  await invite(owner, slug, email, role);
  await guest.goto(await readInvitation(owner, email));
  await guest.getByRole("button", { name: /^Join/ }).click();
  await guest.waitForURL(`**/o/${slug}`);
}
