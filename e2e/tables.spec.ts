import type { Page } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";

const MEMBERS = "/o/acme/members";

const heading = (page: Page, name: string) => page.getByRole("columnheader", { name });
const firstRow = (page: Page) => page.getByRole("rowheader").first();
const search = (page: Page) => page.getByRole("searchbox", { name: "Name or address" });

async function pressHeading(page: Page, name: string, order: "ascending" | "descending"): Promise<void> {
  await heading(page, name).getByRole("link").click();
  await expect(heading(page, name)).toHaveAttribute("aria-sort", order);
}

const view = (page: Page) => page.getByRole("search").locator("summary", { hasText: "View" });

test("a list is put in order, made denser and narrower, and searched from the keyboard", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner);
  await page.goto(MEMBERS);
  await expect(heading(page, "Person")).toHaveAttribute("aria-sort", "ascending");
  await pressHeading(page, "Role", "ascending");
  await expect(firstRow(page)).toContainText("Ada");
  await pressHeading(page, "Role", "descending");
  await expect(firstRow(page)).toContainText("Alan");
  await expect(heading(page, "Person")).not.toHaveAttribute("aria-sort");

  await expect(search(page)).toHaveAttribute("aria-keyshortcuts", "/");
  await page.keyboard.press("Control+/");
  await expect(search(page)).not.toBeFocused();
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("a/");
  await expect(search(page)).toHaveValue("a/");
  await search(page).fill("a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/text=a/);
  await expect(heading(page, "Role"), "a filter keeps the order").toHaveAttribute("aria-sort", "descending");

  const heightOf = async () => (await firstRow(page).boundingBox())?.height ?? 0;
  const before = await heightOf();
  await view(page).click();
  await checkPage(page, "the menu of the view");
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("radio", { name: "Compact" }).check();
  await page.getByRole("checkbox", { name: "Sign-in" }).uncheck();
  await page.getByRole("checkbox", { name: "Joined" }).uncheck();
  await page.getByRole("button", { name: "Use this view" }).click();
  await expect(heading(page, "Sign-in")).toHaveCount(0);
  expect(page.url(), "the order and the filter are still there").toMatch(
    /sort=-role.*text=a|text=a.*sort=-role/,
  );
  expect(await heightOf()).toBeLessThan(before);
  await expect(page.getByRole("table").getByText("E-mail code"), "nothing of it is sent").toHaveCount(0);
  await page.goto(`${MEMBERS}?sort=-joined`);
  await expect(heading(page, "Joined"), "what the address has it in the order of").toBeVisible();
  await page.goto("/o/acme/audit");
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await checkPage(page, "a compact table");

  await page.goto("/me");
  const shortcuts = page.getByRole("group", { name: "Keyboard shortcuts" });
  await shortcuts.getByRole("button", { name: "Off" }).press("Enter");
  await expect(shortcuts.getByRole("button", { name: "Off" })).toHaveAttribute("aria-pressed", "true");
  await page.goto(MEMBERS);
  await expect(heading(page, "Sign-in"), "the rest is as it was").toHaveCount(0);
  await expect(search(page)).not.toHaveAttribute("aria-keyshortcuts");
  await page.keyboard.press("/");
  await expect(search(page)).not.toBeFocused();
});

test("the order and the view work without scripts", async ({ openAs }) => {
  const page = await openAs(PEOPLE.owner, { javaScriptEnabled: false });
  await page.goto(MEMBERS);
  await expect(page.locator("kbd")).toBeHidden();
  await pressHeading(page, "Role", "ascending");
  await view(page).click();
  await page.getByRole("radio", { name: "Compact" }).check();
  await page.getByRole("checkbox", { name: "Connections" }).uncheck();
  await page.getByRole("button", { name: "Use this view" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await expect(view(page)).toBeFocused();
  await expect(heading(page, "Connections")).toHaveCount(0);
  await expect(heading(page, "Role")).toHaveAttribute("aria-sort", "ascending");
});
