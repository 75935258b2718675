import { expectRunning } from "./expect-running.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";

test("a page that stood open for five minutes says since when, and brings itself up to date", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner);
  await page.clock.install();
  await page.goto("/o/acme/instances");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Instances");
  await expectRunning(page.locator("main [role=status]:empty").first());
  await page.clock.fastForward("04:30");
  await expect(page.getByText("Data from")).toHaveCount(0);
  // A clock that began with the page's effects may be a little behind.
  await expect(async () => {
    await page.clock.fastForward("00:31");
    const said = page.getByRole("status").filter({ hasText: "Data from" });
    await expect(said).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("Data from")).toHaveCount(0);
});

test("on a phone the button most come for stays in sight, and covers neither the last row nor the focus", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner, { viewport: { width: 320, height: 568 } });
  await page.goto("/o/acme/members");
  const invite = page.getByRole("link", { name: "Invite" });
  await expect(invite).toBeInViewport();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(invite).toBeInViewport();
  const last = await page.getByRole("main").locator(":scope > *").last().boundingBox();
  const bar = await invite.boundingBox();
  expect(last && last.y + last.height).toBeLessThanOrEqual(bar?.y ?? 0);
});
