// Takes the pictures that the public site, the README and the submission kit show, from the product as `npm start` runs
// it with its sample organisation and the reviewer's. Run it again when the pages in them changed: `npm run pictures`.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { buildApp, generateClient } from "#lib/server/build-app.ts";
import { startProduct } from "../bench/console/start-product.ts";
import { CLAUDE, openConsent, signIn } from "../bench/pages/open-pages.ts";
import { LEAVES_SIGNALS, toLaunchOptions } from "../system-chromium.ts";
import { takeSubmission } from "./take-submission.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
/** CSS pixels of the picture; the page that shows it reserves the same. */
const SIZE = { width: 640, height: 784 };
/** Sharp at the width the site shows it, on a screen of twice the density. */
const SCALE = 1.5;
const WEBP_QUALITY = 82;

await generateClient();
await buildApp();
const product = await startProduct({ SANDBOX: "on", SANDBOX_PORT: "0" });
const browser = await chromium.launch({ ...toLaunchOptions(), ...LEAVES_SIGNALS });
try {
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  await signIn(page, product.origin);
  await openConsent(page, product.origin, CLAUDE);
  await page.getByRole("heading", { level: 1, name: /^Let Claude use/ }).waitFor();
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    write(`public/images/consent-${theme}.webp`, await capture(page, "webp", SCALE));
  }
  await page.emulateMedia({ colorScheme: "light" });
  write("docs/images/consent.png", await capture(page, "png", 1));
  for (const { file, bytes } of await takeSubmission(browser, product)) write(file, bytes);
} finally {
  await browser.close();
  await product.stop();
}

async function capture(page: Page, format: "webp" | "png", scale: number): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format,
    ...(format === "webp" ? { quality: WEBP_QUALITY } : {}),
    clip: { x: 0, y: 0, ...SIZE, scale },
  });
  await session.detach();
  return Buffer.from(data, "base64");
}

function write(file: string, bytes: Buffer): void {
  mkdirSync(path.dirname(path.join(ROOT, file)), { recursive: true });
  writeFileSync(path.join(ROOT, file), bytes);
  console.log(`${file}: ${Math.ceil(bytes.length / 1024)} kB`);
}
