import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** Buttons of a page's main part that do something, or would send a form. */
export function workingButtons(page: Page): Locator {
  return page.getByRole("main").locator('button:not([aria-disabled="true"])');
}

/** That a button is there, takes the focus, says who may and whom to ask, and does nothing by key or pointer. */
export async function expectNotAllowed(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole("main").getByRole("button", { name });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/^Only owners (and admins )?can do this\. Ask .+\.$/);
  expect(await button.evaluate((one: HTMLButtonElement) => [one.type, one.form])).toEqual(["button", null]);
  const sent: string[] = [];
  const note = (request: { method: () => string; url: () => string }) =>
    void (request.method() === "GET" || sent.push(request.url()));
  page.on("request", note);
  const before = page.url();
  await button.press("Enter");
  await expect(button).toBeFocused();
  await button.click({ force: true });
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  page.off("request", note);
  expect([sent, page.url()]).toEqual([[], before]);
}
