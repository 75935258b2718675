import { unzipSync } from "fflate";
import { parseCsv } from "../lib/testing/parse-csv.ts";
import { checkPageAt } from "./check-page.ts";
import { expect, test } from "./fixtures.ts";
import { MCP_URL, ORIGIN } from "./server.ts";

test("the submission kit is a page for whoever has the link, and an archive that opens", async ({ page }) => {
  test.slow();
  await checkPageAt(page, "/submission-kit");
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
  await expect(page.getByLabel("MCP address")).toHaveValue(MCP_URL);
  await expect(page.getByRole("row", { name: /^8\. Every tool works / })).toHaveCount(1);
  const hrefs = await page
    .locator("main a[href]")
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  const own = new Set(
    hrefs.filter((href) => href.startsWith(ORIGIN)).map((href) => href.split("#")[0] ?? ""),
  );
  for (const href of own) expect([href, (await page.request.get(href)).status()]).toEqual([href, 200]);
  expect(await (await page.request.get("/sitemap.xml")).text()).not.toContain("submission-kit");

  const plain = await (await page.request.get("/submission-kit")).text();
  expect(plain).toContain(`value="${MCP_URL}"`);

  const archive = await page.request.get("/submission-kit.zip");
  expect(archive.headers()).toMatchObject({ "content-type": "application/zip", "x-robots-tag": "noindex" });
  const entries = unzipSync(await archive.body());
  const text = (name: string) => Buffer.from(entries[name] ?? []).toString("utf8");
  expect(text("submission.md")).toContain(`\n${MCP_URL}\n`);
  expect(text("logo.svg")).toContain("<svg");
  const csv = await page.request.get("/submission-kit/tools.csv");
  expect(await csv.text()).toBe(text("tools.csv"));
  const [head = [], ...rows] = parseCsv(text("tools.csv"));
  expect(head[0]).toBe("name");
  expect(rows.map(([name]) => name)).toContain("list_agents");
  expect(rows.filter((row) => row.length !== head.length)).toEqual([]);
});
