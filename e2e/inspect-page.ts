import type { Page } from "@playwright/test";
import { findViolations } from "./find-violations.ts";
import { expect } from "./fixtures.ts";

export const SIZES = [
  { width: 320, height: 568 },
  { width: 1280, height: 720 },
];

/** What every page must be: no finding, no sideways scrolling. */
export async function inspectPage(page: Page): Promise<void> {
  // A page that is brought up to date after an answer has its new title a moment after its new content.
  await expect(page).toHaveTitle(/\S/);
  // What the page's sticky head covers half is a matter of where one has scrolled to.
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  expect(await findViolations(page)).toEqual([]);
  const isScrolling = () => document.documentElement.scrollWidth > window.innerWidth;
  expect(await page.evaluate(isScrolling)).toBe(false);
}

/** What each page of Connect must be besides: targets of 44 px, not under a finger only. */
export async function inspect(page: Page): Promise<void> {
  await inspectPage(page);
  const low = await page.evaluate(() => {
    const targets = document.querySelectorAll("main button, main summary, main label, footer a, nav a");
    return [...targets]
      .filter((one) => {
        const { height, width } = one.getBoundingClientRect();
        return width > 0 && height < 44;
      })
      .map((one) => one.textContent);
  });
  expect(low).toEqual([]);
}
