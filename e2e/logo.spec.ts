import type { Page } from "@playwright/test";
import sharp from "sharp";
import { checkPage } from "./check-page.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { ORIGIN } from "./server.ts";

/** A light disc on nothing, twice as wide as high. */
const drawDisc = (colour: string) =>
  sharp(
    Buffer.from(`<svg width="400" height="200"><circle cx="200" cy="100" r="98" fill="${colour}"/></svg>`),
  )
    .png()
    .toBuffer();

const card = (page: Page) =>
  page
    .getByRole("main")
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Logo" }) });
const switcher = (page: Page) => page.getByRole("banner").locator("details > summary img[src*='/logo?v=']");

async function upload(page: Page, buffer: Buffer, { name = "logo.png", mimeType = "image/png" } = {}) {
  await page.getByLabel("Picture").setInputFiles({ name, mimeType, buffer });
  await card(page)
    .getByRole("button", { name: /^(Upload|Replace) logo$/ })
    .click();
}

/** Whether the browser could show it, as large as it is. */
const isShown = (page: Page) =>
  switcher(page)
    .first()
    .evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.naturalWidth;
    });

test("an owner uploads a logo, members see it beside the name, and it is replaced and removed", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder());
  const slug = await createOrganisation(page);
  await page.goto(`/o/${slug}/settings/general`);
  await expect(card(page)).toContainText("There is no logo");
  await expect(switcher(page)).toHaveCount(0);

  await card(page).getByRole("button", { name: "Upload logo" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Choose a picture first." })).toBeFocused();
  await upload(page, await drawDisc("#e11d48"));
  await page.waitForURL(`**/o/${slug}/settings/general?done=logo`);
  await expect(page.getByText("The logo is saved")).toBeVisible();
  expect(await isShown(page)).toBe(128);
  const first = await switcher(page).getAttribute("src");
  await checkPage(page, "general settings with a logo");
  await page.getByRole("banner").locator("summary").filter({ hasText: "Elsewhere Ltd" }).click();
  await expect(page.getByRole("banner").locator("ul img[src*='/logo?v=']")).toBeVisible();
  await checkPage(page, "the list of organisations, with a logo");

  await page.goto(`/o/${slug}/settings/general`);
  await upload(page, await drawDisc("#0f766e"), { name: "logo.webp", mimeType: "image/webp" });
  await page.waitForURL(/done=logo$/);
  await expect(switcher(page)).not.toHaveAttribute("src", first ?? "");
  await page.goto("/me");
  await expect(page.getByRole("banner").locator("ul img[src*='/logo?v=']")).toHaveCount(1);

  await page.goto(`/o/${slug}/settings/general`);
  await card(page).getByRole("button", { name: "Remove logo" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove logo" }).click();
  await expect(page.getByText("The logo is removed")).toBeVisible();
  await expect(card(page)).toContainText("There is no logo");
  await expect(switcher(page)).toHaveCount(0);
});

test("J24, J25: what is no picture, or too much of one, is refused in words, and what was there stays", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder());
  const slug = await createOrganisation(page);
  await page.goto(`/o/${slug}/settings/general`);
  await upload(page, await drawDisc("#e11d48"));
  await page.waitForURL(/done=logo$/);
  const before = await switcher(page).getAttribute("src");
  const large = sharp({ create: { width: 5000, height: 10, channels: 3, background: "teal" } });
  const picture = await drawDisc("#e11d48");
  const refusals: [string, Buffer, string][] = [
    [
      "logo.png",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      "This file is no PNG, JPEG or WebP.",
    ],
    ["logo.png", await large.png().toBuffer(), "This picture is longer than 4096 pixels on a side."],
    ["logo.png", picture.subarray(0, picture.length / 2), "This picture cannot be read to its end."],
    ["logo.png", Buffer.alloc(600_000), "This file is larger than 512 kB."],
    ["logo.png", Buffer.alloc(5_000_000), "This file is larger than 512 kB."],
  ];
  for (const [name, buffer, sentence] of refusals) {
    await upload(page, buffer, { name });
    await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeFocused();
    await expect(switcher(page)).toHaveAttribute("src", before ?? "");
  }
  await checkPage(page, "a refused logo");
});

test("I24: a logo is its members' to see, also without scripts; to all others it is not there, like any other", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder(), { javaScriptEnabled: false });
  const slug = await createOrganisation(page);
  await page.goto(`/o/${slug}/settings/general`);
  await upload(page, await drawDisc("#e11d48"));
  await page.waitForURL(/done=logo$/);
  const path = (await switcher(page).getAttribute("src")) ?? "";
  const mine = await page.request.get(path);
  expect([mine.status(), mine.headers()["content-type"]]).toEqual([200, "image/png"]);
  expect(mine.headers()).toMatchObject({
    "cache-control": "private, max-age=604800, immutable",
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
  });

  const ada = await openAs(PEOPLE.owner);
  const nothing = path.replace(slug, "no-such-organisation");
  for (const request of [ada.request, null]) {
    const answers = await Promise.all(
      [path, nothing, `/o/${slug}/logo`].map(async (one) => {
        const answer = request
          ? await request.get(one)
          : await fetch(`${ORIGIN}${one}`, { redirect: "manual" });
        const status = typeof answer.status === "function" ? answer.status() : answer.status;
        return `${status} ${await answer.text()}`;
      }),
    );
    expect(answers).toEqual(["404 ", "404 ", "404 "]);
  }
});

test("an auditor sees the logo's card without anything to change it", async ({ openAs }) => {
  const alan = await openAs(PEOPLE.auditor);
  await alan.goto("/o/acme/settings/general");
  await expect(card(alan)).toContainText("There is no logo");
  await expect(card(alan).getByRole("button")).toHaveCount(0);
  await expect(card(alan).getByLabel("Picture")).toHaveCount(0);
});
