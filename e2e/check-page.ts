import type { Page } from "@playwright/test";
import { findViolations } from "./find-violations.ts";
import { expect, test } from "./fixtures.ts";

export const WIDTHS = [320, 1280];
const THEMES = ["light", "dark"];

/**
 * The page as it stands: axe in each theme at each width, one `h1`, one `main`, no sideways scroll. Whoever followed a link
 * to it waits for its address first: until then the page before stands there.
 */
export async function checkPage(page: Page, state: string): Promise<void> {
  await test.step(state, async () => {
    // A page that is still loading shows its skeleton, which has no heading; behind a dialog one has no role.
    await page.locator("h1").first().waitFor();
    // A page that was reached by a link gets its title when it is whole, which may be later.
    await expect(page).toHaveTitle(/Trinity Connect$/);
    expect(await findFaults(page)).toEqual([]);
  });
}

/** What is wrong with the page as it stands, a line for each fault. A skeleton has no heading yet. */
export async function findFaults(page: Page, { headings = 1, widths = WIDTHS } = {}): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const theme of THEMES) {
      await setTheme(page, theme);
      // Only colours differ between the themes: the rest of the rules once is enough.
      const violations = await findViolations(page, {
        colours: theme === "dark",
        without: headings === 0 ? ["page-has-heading-one"] : [],
      });
      found.push(...violations.map((violation) => `${width} ${theme} ${violation}`));
    }
    const shape = await readShape(page);
    const good = { headings, mains: 1, sideways: 0, hasLanguage: true };
    if (JSON.stringify(shape) !== JSON.stringify(good)) found.push(`${width} ${JSON.stringify(shape)}`);
  }
  return found;
}

export async function checkPageAt(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await checkPage(page, path);
}

/** What the server writes from the theme's cookie; a colour half-way through its transition is none of ours. */
async function setTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.dataset["theme"] = value;
    for (const animation of document.getAnimations()) animation.finish();
  }, theme);
}

async function readShape(page: Page): Promise<object> {
  return await page.evaluate(() => ({
    headings: document.querySelectorAll("h1").length,
    mains: document.querySelectorAll("main").length,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    hasLanguage: document.documentElement.lang.startsWith("en"),
  }));
}
