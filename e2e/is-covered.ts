import type { Page } from "@playwright/test";

/** Whether the notice at the lower end of the page hides all of what has the focus. */
export async function isCovered(page: Page): Promise<boolean> {
  return await page.evaluate(() => {
    const focused = document.activeElement?.getBoundingClientRect();
    const notice = document.querySelector("[data-notice]")?.getBoundingClientRect();
    if (!focused || !notice) return true;
    return focused.top >= notice.top && focused.bottom <= notice.bottom;
  });
}
