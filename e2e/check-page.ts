import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { RULES } from "./inspect-page.ts";

const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
const WIDTHS = [320, 1280];
const THEMES = ["light", "dark"];

/** The page as it stands: axe in each theme at each width, one `h1`, one `main`, no sideways scroll. */
export async function checkPage(page: Page, state: string): Promise<void> {
  await test.step(state, async () => {
    // A page that is still loading shows its skeleton, which has no heading; behind a dialog one has no role.
    await page.locator("h1").first().waitFor();
    const found: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const theme of THEMES) found.push(...(await findViolations(page, width, theme)));
      expect({ width, ...(await readShape(page)) }).toEqual({
        width,
        headings: 1,
        mains: 1,
        sideways: 0,
        hasLanguage: true,
        hasTitle: true,
      });
    }
    expect(found).toEqual([]);
  });
}

export async function checkPageAt(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await checkPage(page, path);
}

async function findViolations(page: Page, width: number, theme: string): Promise<string[]> {
  await setTheme(page, theme);
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  // Only colours differ between the themes: the rest of the rules once is enough.
  const rules = theme === "light" ? axe.withTags(RULES) : axe.withRules(COLOUR_RULES);
  const { violations } = await rules.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) => `${width} ${theme} ${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`,
    ),
  );
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
    hasTitle: document.title.endsWith("Trinity Connect"),
  }));
}
