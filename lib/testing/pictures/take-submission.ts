import type { Browser, Page } from "@playwright/test";
import type { Product } from "../bench/console/start-product.ts";
import { CLAUDE, openConsent } from "../bench/pages/open-pages.ts";

/** CSS and picture pixels alike: a directory asks for at least 1000 across. */
const SIZE = { width: 1200, height: 840 };

type Picture = { file: string; bytes: Buffer };

/** The pictures of the submission kit: the organisation reviewers see, as its reviewer sees it, in the light theme. */
export async function takeSubmission(browser: Browser, product: Product): Promise<Picture[]> {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  const console = await signInReviewer(page, product);
  const pictures: Picture[] = [];
  const take = async (name: string, heading: RegExp) => {
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await page.waitForLoadState("networkidle");
    pictures.push({ file: `public/submission/${name}.png`, bytes: await page.screenshot() });
  };
  for (const [name, heading] of PAGES) {
    await page.goto(`${console}/${name}`);
    await take(name, heading);
  }
  // Last: from then on the other pages say that a request waits.
  await openConsent(page, product.origin, CLAUDE);
  await take("consent", /^Let Claude use/);
  await context.close();
  return pictures;
}

const PAGES = [
  ["connections", /^Connections$/],
  ["tools", /^Tools$/],
  ["audit", /^Audit$/],
] as const;

/** Signs the reviewer in with a code as an operator gives it out; answers where their organisation's pages are. */
async function signInReviewer(page: Page, product: Product): Promise<string> {
  const said = await product.run("sandbox", "issue-code", "--days", "1");
  const read = (name: string) => new RegExp(`^${name} +(.+)$`, "m").exec(said)?.[1] ?? "";
  await page.goto(`${product.origin}/sign-in`);
  await page.getByLabel("E-mail address").fill(read("Address"));
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByLabel("Review code").fill(read("Review code"));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/o\/[a-z0-9-]+/);
  return /^https?:\/\/[^/]+\/o\/[a-z0-9-]+/.exec(page.url())?.[0] ?? "";
}
