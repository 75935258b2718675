import type { Page } from "@playwright/test";
import pg from "pg";
import { connect } from "./drive-app.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { readAdminUrl } from "./server.ts";

test.use({ person: PEOPLE.owner });

const main = (page: Page) => page.getByRole("main");
/** What only one part of a page reads, taken from the server and given back. */
const table = (name: string) => ({
  take: `REVOKE SELECT ON tenant.${name} FROM connect_app`,
  give: `GRANT SELECT ON tenant.${name} TO connect_app`,
});
const CAUSES = "tenant.count_attempt_causes";

const PARTS = [
  {
    part: "how an instance was",
    ...table("upstream_days"),
    open: async (page: Page) => {
      await page.goto("/o/acme/instances");
      await page.getByRole("link", { name: "Acme Trinity" }).click();
    },
    says: "Could not load the last 30 days",
    stays: "Last good answer",
  },
  {
    part: "how the instances are, on the overview",
    ...table("upstreams"),
    open: async (page: Page) => {
      await page.goto("/o/acme");
    },
    says: "Could not load how the instances are",
    stays: "Address for everybody",
  },
  {
    part: "what attempts came to",
    take: `ALTER FUNCTION ${CAUSES} RENAME TO count_attempt_causes_away`,
    give: `ALTER FUNCTION ${CAUSES}_away RENAME TO count_attempt_causes`,
    open: async (page: Page) => {
      await (await connect(page)).close();
      // What was seen of an attempt is written a moment after it happened.
      await expect(async () => {
        await page.goto("/o/acme/attempts");
        await expect(page.getByLabel("Attempt number")).toBeVisible({ timeout: 1_000 });
      }).toPass();
    },
    says: "Could not load what the attempts came to",
    stays: "Attempt number",
  },
];

for (const { part, take, give, open, says, stays } of PARTS) {
  test(`${part} cannot be read: the rest of the page stays, and it can be tried again`, async ({ page }) => {
    const admin = new pg.Client({ connectionString: readAdminUrl() });
    await admin.connect();
    try {
      await open(page);
      await expect(main(page).getByText(stays).first()).toBeVisible();
      await expect(page.getByText(says)).toHaveCount(0);
      const address = page.url();
      await admin.query(take);
      try {
        const answer = await page.goto(address);
        expect(answer?.status()).toBe(200);
        await expect(page.getByText(says)).toBeVisible();
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(main(page).getByText(stays).first()).toBeVisible();
      } finally {
        await admin.query(give);
      }
      await main(page).getByRole("link", { name: "Try again" }).first().click();
      await expect(page.getByText(says)).toHaveCount(0);
    } finally {
      await admin.end();
    }
  });
}
