import { makeFounder, makeOrganisation } from "./drive-console.ts";
import { expect, test } from "./fixtures.ts";

test("a switch by keyboard alone: F6 leads to its Undo, which waits as long as the focus is on it and goes after ten seconds otherwise", async ({
  openAs,
}) => {
  test.slow();
  const page = await openAs(makeFounder());
  const slug = await makeOrganisation(page);
  await page.clock.install();
  await page.goto(`/o/${slug}/tools?q=List+agents`);
  const byOwner = page.getByRole("switch", { name: "List agents for Owner", exact: true });
  const takeBack = page.getByRole("button", { name: "Undo" });
  await byOwner.press("Space");
  await expect(byOwner).not.toBeChecked();
  await expect(takeBack).toBeVisible();
  await page.keyboard.press("F6");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(takeBack).toBeFocused();
  await page.clock.fastForward("01:00");
  await expect(takeBack).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Taken back")).toBeVisible();
  await expect(byOwner).toBeChecked();
  await byOwner.press("Space");
  await expect(takeBack).toBeVisible();
  await page.clock.fastForward("00:11");
  await expect(takeBack).toHaveCount(0);
  await expect(byOwner).not.toBeChecked();
});
