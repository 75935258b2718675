import type { Page } from "@playwright/test";
import { askDatabase } from "./ask-database.ts";
import { expectNoticeRunning } from "./expect-running.ts";
import { signIn } from "./fixtures.ts";
import { ORIGIN } from "./server.ts";

const NEAR = "You will be signed out in less than 2 minutes";

/** Has that person's sign-in end in so many minutes, on the server; it was extended so often. */
export async function setLeft(email: string, minutes: number, extensions = 0): Promise<void> {
  await askDatabase(
    `UPDATE auth.login_sessions s
     SET expires = now() + make_interval(mins => $2::int),
         created_at = now() + make_interval(mins => $2::int, hours => -(30 * 24 + $3::int))
     FROM auth.users u WHERE u.id = s.user_id AND u.email = $1`,
    [email, minutes, extensions],
  );
}

export async function findEnd(email: string): Promise<Date | undefined> {
  const [row] = await askDatabase<{ at: Date }>(
    "SELECT s.expires AS at FROM auth.login_sessions s JOIN auth.users u ON u.id = s.user_id WHERE u.email = $1",
    [email],
  );
  return row?.at;
}

export async function minutesLeft(email: string): Promise<number> {
  return Math.round((((await findEnd(email))?.getTime() ?? 0) - Date.now()) / 60_000);
}

/** Signs in, has the sign-in end in so many minutes, and opens that page, its clock the test's to turn. */
export async function openNear(
  page: Page,
  { email, path, minutes = 3 }: { email: string; path: string; minutes?: number },
): Promise<void> {
  if (await isSignedOut(page)) await signIn(page, email);
  await setLeft(email, minutes);
  await page.clock.install();
  await page.goto(path);
  await expectNoticeRunning(page);
}

async function isSignedOut(page: Page): Promise<boolean> {
  return (await findCookie(page)) === undefined;
}

/** The cookie of the sign-in: its value, and when its browser forgets it. */
export async function findCookie(page: Page) {
  const cookies = await page.context().cookies(ORIGIN);
  return cookies.find(({ name }) => name === "connect.session");
}

/**
 * Lets so many minutes pass on a page after which the sign-in ends in `left` by the server, and waits until the page has
 * asked it.
 */
export async function pass(
  page: Page,
  minutes: number,
  { email, left, extensions }: { email: string; left: number; extensions?: number },
): Promise<void> {
  await setLeft(email, left, extensions);
  const asked = page.waitForResponse(`${ORIGIN}/session`);
  await page.clock.fastForward(minutes * 60_000 + 1000);
  await asked;
}

/** The warning, and its button. */
export const alertOf = (page: Page) => page.getByRole("alert").filter({ hasText: NEAR });
export const stayOf = (page: Page) => page.getByRole("button", { name: "Stay signed in" });
