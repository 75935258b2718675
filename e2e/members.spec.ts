import type { Page } from "@playwright/test";
import { checkPage, checkPageAt } from "./check-page.ts";
import { connect, post } from "./drive-app.ts";
import { chooseCard, confirm, createOrganisation, makeFounder } from "./drive-console.ts";
import { invite, join, readInvitation } from "./drive-members.ts";
import { expectNotAllowed, workingButtons } from "./expect-not-allowed.ts";
import { expect, PEOPLE, readCode, signIn, test } from "./fixtures.ts";
import { connectHost } from "./oauth-host.ts";
import { MCP_URL, unique } from "./server.ts";

const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list" };

async function openMember(page: Page, slug: string, email: string): Promise<void> {
  await page.goto(`/o/${slug}/members?text=${encodeURIComponent(email)}`);
  await page.getByRole("table").getByRole("link", { name: email }).click();
  await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
}

test("UX 13.2: somebody invited is back in the app after at most five presses, and it works", async ({
  page,
  openAs,
}) => {
  const newcomer = makeFounder();
  await invite(await openAs(PEOPLE.owner), "acme", newcomer);
  let presses = 0;
  const press = async (name: RegExp | string) => {
    await page.getByRole("button", { name }).click();
    presses += 1;
  };
  const host = await connectHost(MCP_URL, { era: "2026-07-28", registration: "registered" }, async (url) => {
    await page.goto(url);
    await page.getByLabel("E-mail address").fill(newcomer);
    await press("Send me a code");
    await page.waitForURL(/\/sign-in\/code/);
    await page.getByLabel("Code").fill(await readCode(page, newcomer));
    await press("Sign in");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("You are not in an organisation yet");
    await checkPage(page, "not a member, invited");
    await press("Join Acme Robotics");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Acme Robotics");
    await press(/^Allow/);
    await page.waitForURL(/\/callback/);
  });
  expect(presses).toBeLessThanOrEqual(5);
  expect((await host.client.listTools()).tools.length).toBeGreaterThan(0);
  await host.close();
});

test("inviting several: an outcome for each address, and what is wrong or comes too late loses no text", async ({
  openAs,
}) => {
  test.slow();
  const page = await openAs(makeFounder());
  const slug = await createOrganisation(page);
  await checkPageAt(page, `/o/${slug}/members?tab=invitations`);
  await page.goto(`/o/${slug}/members/invite`);
  await page.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByText("Enter at least one e-mail address.").first()).toBeVisible();
  await checkPage(page, "invite refused");
  const email = makeFounder();
  await page.getByLabel("E-mail addresses").fill(`Ada <${email}>; nonsense`);
  await page.getByLabel("Note").fill("See you on Monday");
  const session = (await page.context().cookies()).filter(({ name }) => /session/i.test(name));
  await page.context().clearCookies({ name: /session/i });
  await page.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByText("You are signed out by now")).toBeVisible();
  await expect(page.getByLabel("E-mail addresses")).toHaveValue(`Ada <${email}>; nonsense`);
  await page.context().addCookies(session);
  // The rest by keyboard alone: from the first field through the roles to the button.
  await page.getByLabel("E-mail addresses").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "Auditor" })).toBeChecked();
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Note")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const results = page.getByRole("table", { name: "What became of each address" });
  await expect(results.getByRole("row", { name: email })).toContainText("Invited");
  await expect(results.getByRole("row", { name: "nonsense" })).toContainText("Is no e-mail address");
  await checkPage(page, "invited");

  await page.goto(`/o/${slug}/members?tab=invitations`);
  await page.getByRole("button", { name: `Copy link ${email}` }).click();
  await expect(page.getByLabel("Link to hand over", { exact: true })).toBeVisible();
  await checkPage(page, "invitations with a copied link");
  await page.getByRole("button", { name: `Resend ${email}` }).click();
  await expect(page.getByText(`Sent again to ${email}`)).toBeVisible();
  await confirm(page, `Take back ${email}`, "Take invitation back");
  await expect(page.getByText("Nobody is invited at the moment")).toBeVisible();
});

test("I14: an invitation's page: signed out, the wrong account, taken once, revoked, and none at all", async ({
  page,
  openAs,
}) => {
  test.slow();
  const owner = await openAs(makeFounder());
  const slug = await createOrganisation(owner, "Guests Ltd");
  const [email, other] = [makeFounder(), makeFounder()];
  await invite(owner, slug, `${email} ${other}`);
  const link = await readInvitation(owner, email);
  const revoked = await readInvitation(owner, other);
  for (let look = 0; look < 2; look += 1) await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Join Guests Ltd");
  await expect(page.getByText(email).first()).toBeVisible();
  await checkPage(page, "invitation, signed out");

  const wrong = await openAs(makeFounder());
  await wrong.goto(link);
  await expect(wrong.getByRole("heading", { level: 1 })).toHaveText("This invitation is for another account");
  await checkPage(wrong, "invitation, wrong account");
  await wrong.getByRole("button", { name: "Ask for a new invitation" }).click();
  await expect(wrong.getByText("The admins of this organisation were asked")).toBeVisible();
  await wrong.goto(link);
  await wrong.getByRole("button", { name: "Switch account" }).click();
  await signIn(wrong, email);
  await expect(wrong).toHaveURL(new RegExp(link));
  await wrong.getByRole("button", { name: "Join Guests Ltd" }).click();
  await wrong.waitForURL(`**/o/${slug}`);
  await wrong.goto(link);
  await expect(wrong.getByRole("link", { name: "Open Guests Ltd" })).toBeVisible();

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This invitation was used already");
  await owner.goto(`/o/${slug}/members?tab=invitations`);
  await confirm(owner, `Take back ${other}`, "Take invitation back");
  await expect(owner.getByText("Nobody is invited at the moment")).toBeVisible();
  await page.goto(revoked);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This invitation was taken back");
  await checkPage(page, "invitation revoked");
  await page.goto(`/invite/${"x".repeat(43)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such invitation");

  await owner.goto(`/o/${slug}/members?tab=requests`);
  await expect(owner.getByRole("button", { name: /^Approve/ })).toHaveCount(1);
  await checkPage(owner, "access requests");
});

test("a role: what it changes in tools is said before, Undo takes it back, and of two admins the second is told", async ({
  openAs,
}) => {
  const owner = await openAs(PEOPLE.owner);
  const email = makeFounder();
  await join(owner, await openAs(email), { slug: "acme", email });
  await openMember(owner, "acme", email);
  await expect(owner.getByRole("radio", { name: "Auditor" })).toHaveAccessibleDescription(
    /Loses \d+ tools?\./,
  );
  await expect(owner.getByRole("radio", { name: "Admin" })).toHaveAccessibleDescription(/Gains \d+ tools?\./);
  await checkPage(owner, "a member");
  const second = await owner.context().newPage();
  await second.goto(owner.url());
  await chooseCard(owner, "Auditor");
  await owner.getByRole("button", { name: "Change role" }).click();
  await expect(owner.getByText(/is now: Auditor/)).toBeVisible();
  await owner.getByRole("button", { name: "Undo" }).click();
  await expect(owner.getByText(/is now: Member/)).toBeVisible();
  await chooseCard(second, "Admin");
  await second.getByRole("button", { name: "Change role" }).click();
  await expect(second.getByText("Somebody changed this member meanwhile")).toBeVisible();
  await second.close();
});

test("I16: the last owner cannot be demoted and cannot leave", async ({ openAs }) => {
  const founder = makeFounder();
  const page = await openAs(founder);
  const slug = await createOrganisation(page);
  await openMember(page, slug, founder);
  await chooseCard(page, "Member");
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByText("An organisation needs an owner")).toBeVisible();
  await page.getByRole("link", { name: "Leave this organisation" }).click();
  await page.waitForURL("**/leave");
  await checkPage(page, "leaving");
  await confirm(page, /^Leave/, /^Leave/);
  await expect(page.getByText("An organisation needs an owner")).toBeVisible();
});

test("a suspended member's app is refused on its next request, a removed one is gone from the list", async ({
  openAs,
}) => {
  const owner = await openAs(PEOPLE.owner);
  const email = makeFounder();
  const guest = await openAs(email);
  await join(owner, guest, { slug: "acme", email });
  const host = await connect(guest);
  const token = host.tokens().access_token;
  expect((await post(token, LIST)).status).toBe(200);
  await openMember(owner, "acme", email);
  await owner.getByRole("table", { name: "Connections" }).getByRole("link").first().click();
  await owner.waitForURL(/\/connections\/[\w-]{36}$/);
  await expect(owner.getByText(email).first()).toBeVisible();
  await owner.goBack();
  await confirm(owner, /^Suspend/, /^Suspend/);
  await expect(owner.getByText("Suspended. Their apps are refused from now on")).toBeVisible();
  expect((await post(token, LIST)).status).toBe(401);
  await guest.goto("/o/acme/connections");
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("This page does not exist");
  await checkPage(owner, "a suspended member");
  await owner.getByRole("button", { name: /^Let .* in again$/ }).click();
  await expect(owner.getByText("They may enter again")).toBeVisible();
  await guest.goto("/o/acme/connections");
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Connections");
  await confirm(owner, /^Remove/, /^Remove/);
  await owner.waitForURL(/\/members\?done=removed/);
  await owner.goto(`/o/acme/members?text=${encodeURIComponent(email)}`);
  await expect(owner.getByText("Nobody here fits Name or address")).toBeVisible();
  await checkPage(owner, "members, no results");
  await host.close();
});

test("somebody asks to join, gets the same answer for what does not exist, and is let in with a role", async ({
  openAs,
}) => {
  const owner = await openAs(makeFounder());
  const slug = await createOrganisation(owner, "Open Doors Ltd");
  const email = makeFounder();
  const guest = await openAs(email);
  await checkPageAt(guest, "/welcome");
  const said = "If there is such an organisation, its admins were asked";
  for (const organisation of [`nobody-${unique()}`, slug]) {
    await guest.goto("/welcome");
    await guest.getByLabel("Organisation to join").fill(organisation);
    await guest.getByRole("button", { name: "Ask to join", exact: true }).click();
    await expect(guest.getByText(said)).toBeVisible();
  }
  await owner.goto(`/o/${slug}/members?tab=requests`);
  await owner.getByRole("combobox").selectOption("auditor");
  await owner.getByRole("button", { name: /^Approve/ }).click();
  await expect(owner.getByText("Nobody asks to join at the moment")).toBeVisible();
  await guest.goto(`/o/${slug}/members`);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Members");
  await expect(guest.getByRole("main").getByRole("link", { name: "Invite people" })).toHaveCount(0);
});

test("each role's view: an auditor reads, a member is told whom to ask, a stranger finds nothing", async ({
  openAs,
}) => {
  const auditor = await openAs(PEOPLE.auditor);
  await checkPageAt(auditor, "/o/acme/members");
  await expectNotAllowed(auditor, "Invite people");
  await openMember(auditor, "acme", PEOPLE.owner);
  const here = new URL(auditor.url()).pathname;
  await expectNotAllowed(auditor, "Suspend Ada");
  await expectNotAllowed(auditor, "Remove Ada");
  await expect(workingButtons(auditor)).toHaveCount(0);
  await expect(auditor.getByRole("main").getByRole("radio")).toHaveCount(0);
  await auditor.goto("/o/acme/members/invite");
  await expect(auditor.getByText("Your role does not let you invite people")).toBeVisible();

  const member = await openAs(PEOPLE.member);
  await member.goto("/o/acme/members");
  await expect(
    member.getByText("Your role does not let you see who belongs to this organisation"),
  ).toBeVisible();
  await expect(member.getByRole("main")).toContainText("Ada");
  await expect(member.getByRole("main")).not.toContainText(PEOPLE.auditor);

  const stranger = await openAs(makeFounder());
  const slug = await createOrganisation(stranger);
  for (const path of [here, here.replace("/o/acme/", `/o/${slug}/`), `/o/${slug}/members/none`]) {
    await stranger.goto(path);
    await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("This page does not exist");
    await expect(stranger.getByRole("main")).not.toContainText("Ada");
  }
});
