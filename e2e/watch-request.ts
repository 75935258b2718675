import type { Page } from "@playwright/test";
import { askDatabase } from "./ask-database.ts";
import { type AppRequest, openRequest } from "./drive-consent.ts";
import { expectNoticeRunning } from "./expect-running.ts";

const NEAR = "Less than 2 minutes are left";

/** Lets so many minutes pass for that request, on the server. */
export async function pass(uid: string, minutes: number): Promise<void> {
  await askDatabase(
    `UPDATE auth.oauth_interactions
     SET expires_at = expires_at - make_interval(mins => $2),
         payload = payload || jsonb_build_object('iat', (payload->>'iat')::int - $2 * 60,
                                                 'exp', (payload->>'exp')::int - $2 * 60)
     WHERE id = $1`,
    [uid, minutes],
  );
}

/** The same on the page and the server at once: its page is open all the while. */
export async function wait(page: Page, uid: string, minutes: number): Promise<void> {
  await pass(uid, minutes);
  await page.clock.fastForward(minutes * 60_000 + 1000);
}

/** Opens an app's request on a page whose clock the test turns; that clock counts from when scripts run. */
export async function openWatched(page: Page, request?: AppRequest): Promise<string> {
  await page.clock.install();
  const uid = await openRequest(page, request);
  await expectNoticeRunning(page);
  return uid;
}

export async function findEnd(uid: string): Promise<Date | undefined> {
  const [row] = await askDatabase<{ at: Date }>(
    "SELECT expires_at AS at FROM auth.oauth_interactions WHERE id = $1",
    [uid],
  );
  return row?.at;
}

export async function minutesLeft(uid: string): Promise<number> {
  return Math.round((((await findEnd(uid))?.getTime() ?? 0) - Date.now()) / 60_000);
}

/** The warning, what is said after a press, and the button. */
export const alertOf = (page: Page) => page.getByRole("alert").filter({ hasText: NEAR });
export const statusOf = (page: Page, text: string | RegExp) =>
  page.getByRole("status").filter({ hasText: text });
export const stayOf = (page: Page) => page.getByRole("button", { name: "Stay for 30 more minutes" });
