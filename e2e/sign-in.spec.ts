import type { Page } from "@playwright/test";
import { openAccountMenu } from "./drive-console.ts";
import { expect, readCode, signIn, test } from "./fixtures.ts";
import { ORIGIN, unique } from "./server.ts";

/** Nobody has signed in with it before: each journey has a code, tries and waiting of its own. */
const newcomer = () => `newcomer-${unique()}@elsewhere.example`;

async function askForCode(page: Page, email: string, next = ""): Promise<string> {
  await page.goto(`/sign-in${next && `?next=${encodeURIComponent(next)}`}`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  return await readCode(page, email);
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const anotherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

test("an address and its code lead back to the page that asked, and the session lasts", async ({ page }) => {
  const email = newcomer();
  await page.goto("/me/connections");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fme%2Fconnections/);
  const code = await askForCode(page, email, "/me/connections");
  await expect(page.getByText(email)).toBeVisible();
  await expect(page.getByLabel("Code")).toBeFocused();
  await enterCode(page, `${code.slice(0, 3)} ${code.slice(3)}`);
  await expect(page).toHaveURL(`${ORIGIN}/me/connections`);
  await page.goto("/sign-in?next=/me/connections");
  await expect(page).toHaveURL(`${ORIGIN}/me/connections`);
});

test("an address that is none is said so at the field, and stays in it", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("not an address");
  await page.getByRole("button", { name: "Send me a code" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("We could not send a code");
  await expect(page.getByRole("main").getByRole("alert")).toBeFocused();
  await expect(page.getByLabel("E-mail address")).toHaveValue("not an address");
  await expect(page.getByLabel("E-mail address")).toHaveAccessibleDescription(/Enter one e-mail address/);
});

test("a wrong code says how many tries are left; the fifth burns it for good", async ({ page }) => {
  const code = await askForCode(page, newcomer());
  for (const left of ["4 tries", "3 tries", "2 tries", "1 try"]) {
    await enterCode(page, anotherThan(code));
    await expect(page.getByRole("main").getByRole("alert")).toContainText(`You have ${left} left.`);
    await expect(page.getByLabel("Code")).toHaveValue("");
  }
  await enterCode(page, anotherThan(code));
  await expect(page.getByRole("main").getByRole("alert")).toContainText("That was wrong five times");
  await enterCode(page, code);
  await expect(page).toHaveURL(/\/sign-in\/code\?problem=too_many/);
  await page.goto("/me/connections");
  await expect(page).toHaveURL(/\/sign-in\?/);
});

test("a second code waits: the button says how long, and the server refuses whoever presses it anyway", async ({
  page,
}) => {
  const code = await askForCode(page, newcomer());
  const resend = page.getByRole("button", { name: "Send a new code" });
  await expect(resend).toBeDisabled();
  await expect(page.getByText(/^in \d+ s$/)).toBeVisible();
  // As a page without scripts would: its button is never off.
  await resend.evaluate((button: HTMLButtonElement) => button.form?.submit());
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    /A code was sent a moment ago.* \d+ seconds?/,
  );
  await enterCode(page, code);
  await expect(page).toHaveURL((url) => !url.pathname.startsWith("/sign-in"));
});

test("the button for a new code comes back after the wait, and a used code is spent", async ({ page }) => {
  await page.clock.install();
  const email = newcomer();
  const code = await askForCode(page, email);
  const resend = page.getByRole("button", { name: "Send a new code" });
  // Only once scripts run is it off, and only from then on does the wait follow the clock.
  await expect(resend).toBeDisabled();
  await page.clock.fastForward(31_000);
  await expect(resend).toBeEnabled();
  await enterCode(page, code);
  await expect(page).toHaveURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.context().clearCookies();
  await askForCode(page, email);
  await enterCode(page, code);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("You are not signed in yet");
});

for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
  test(`J20: next=${next} leads nowhere but home`, async ({ page }) => {
    const code = await askForCode(page, newcomer(), next);
    await enterCode(page, code);
    await expect(page).toHaveURL(`${ORIGIN}/welcome`);
  });
}

test("signing out ends the session for good and says what stays connected", async ({ page }) => {
  await page.goto("/sign-in?next=/me/connections");
  await signIn(page, newcomer());
  const cookies = await page.context().cookies();
  await openAccountMenu(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${ORIGIN}/signed-out`);
  await expect(page.getByText("Apps you connected stay connected")).toBeVisible();
  await page.context().addCookies(cookies);
  await page.goto("/me/connections");
  await expect(page).toHaveURL(/\/sign-in\?/);
});

test("GET signs nobody in or out and uses up no code", async ({ page, request }) => {
  const email = newcomer();
  const code = await askForCode(page, email);
  for (const path of [
    `/sign-in/check?code=${code}`,
    `/sign-in/request?email=${email}`,
    `/sign-in/code?code=${code}`,
    "/sign-out",
    `/api/auth/callback/email?email=${email}&token=${code}`,
  ]) {
    const response = await page.request.get(path, { maxRedirects: 0 });
    const setCookies = response.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
    expect(setCookies.filter(({ value }) => value.includes("session"))).toEqual([]);
  }
  expect((await request.get("/sign-out")).status()).toBe(405);
  await enterCode(page, code);
  await expect(page).toHaveURL((url) => !url.pathname.startsWith("/sign-in"));
});

test("a form from another site is refused and sends no mail", async ({ page, request }) => {
  const email = newcomer();
  const response = await request.post("/sign-in/request", {
    form: { email },
    headers: { origin: "https://evil.example" },
  });
  expect(response.status()).toBe(403);
  await page.goto("/local/mailbox");
  await expect(page.getByText(email)).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("sign-in, a wrong code on the way, resend refused in words, and sign-out", async ({ page }) => {
    const email = newcomer();
    const code = await askForCode(page, email, "/me/connections");
    await enterCode(page, anotherThan(code));
    await expect(page.getByRole("main").getByRole("alert")).toContainText("You have 4 tries left.");
    await page.getByRole("button", { name: "Send a new code" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("A code was sent a moment ago");
    await enterCode(page, code);
    await expect(page).toHaveURL(`${ORIGIN}/me/connections`);
    await openAccountMenu(page);
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(`${ORIGIN}/signed-out`);
  });
});
