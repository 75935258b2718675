import { expect, type Locator, type Page } from "@playwright/test";

/** That the scripts of the part of a page the element stands in run: a clock that is turned earlier turns nothing. */
export async function expectRunning(element: Locator): Promise<void> {
  await expect
    .poll(() => element.evaluate((one) => Object.keys(one).some((key) => key.startsWith("__react"))))
    .toBe(true);
}

/** The same of the notice before an end. */
export async function expectNoticeRunning(page: Page): Promise<void> {
  await expectRunning(page.locator("main > [tabindex='-1']"));
}
