import { checkPage } from "./check-page.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, test } from "./fixtures.ts";

test.describe("somebody with a profile of their own", () => {
  test.use({ person: makeFounder() });

  test("a name and a time zone are kept, and every time is shown in it with UTC beside it", async ({
    page,
  }) => {
    await page.goto("/me");
    await page.getByLabel("Name", { exact: true }).fill("");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Enter a name.");
    await checkPage(page, "the profile refused");
    await page.getByLabel("Name", { exact: true }).fill("Jean Bartik");
    await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Your profile is saved")).toBeVisible();
    await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
    await page.goto("/me/sessions");
    await expect(page.getByRole("main").locator("time").first()).toHaveAttribute(
      "title",
      /Asia\/Tokyo · .* UTC$/,
    );
  });

  test("a session that ended in the middle of a form loses nothing, and the form says where to sign in", async ({
    page,
  }) => {
    await page.goto("/me");
    await page.getByLabel("Name", { exact: true }).fill("A name I thought about for long");
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Save" }).click();
    const notice = page.getByRole("main").getByRole("alert");
    await expect(notice).toBeFocused();
    await expect(notice.getByRole("link", { name: "Sign in in a new tab" })).toHaveAttribute(
      "target",
      "_blank",
    );
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("A name I thought about for long");
    await expect(page).toHaveURL(/\/me$/);
  });

  test("the switcher keeps the section that is open", async ({ page }) => {
    const [first, second] = [
      await createOrganisation(page, "First"),
      await createOrganisation(page, "Second"),
    ];
    await page.goto(`/o/${first}/instances`);
    await page.getByRole("banner").locator("summary").filter({ hasText: "First" }).click();
    await page
      .getByRole("banner")
      .getByRole("link", { name: /^Second/ })
      .click();
    await expect(page).toHaveURL(new RegExp(`/o/${second}/instances$`));
  });
});
