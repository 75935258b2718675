// Lighthouse on pages a person waits for: `npm start` with the sample organisation, a real Chromium, a phone on a slow
// network as Lighthouse simulates it and a desktop. One JSON line last.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { buildApp, generateClient } from "#lib/server/build-app.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { stopOnSignals } from "#lib/server/stop-on-signals.ts";
import { LEAVES_SIGNALS, toLaunchOptions } from "../../system-chromium.ts";
import { startProduct } from "../console/start-product.ts";
import { listPages, signIn } from "./open-pages.ts";
import { FORM_FACTORS, type Row, runLighthouse } from "./run-lighthouse.ts";

const BAR = 95;
const WARM_UP = 3;

await generateClient();
await buildApp();
const product = await startProduct();
const profile = mkdtempSync(path.join(tmpdir(), "trinity-connect-lighthouse-"));
const port = await findFreePort();
const options = toLaunchOptions();
const browser = await chromium.launchPersistentContext(profile, {
  ...options,
  ...LEAVES_SIGNALS,
  args: [...options.args, `--remote-debugging-port=${port}`],
});
const closeBrowser = stopOnSignals(async () => {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
});
try {
  const rows: Row[] = [];
  const page = browser.pages()[0] ?? (await browser.newPage());
  for (const { name, open, needsSession, isIndexed } of listPages(product.origin)) {
    if (needsSession) await signIn(page, product.origin);
    for (const formFactor of FORM_FACTORS) {
      const url = await open(page);
      // The first answers of a server that just started tell of its start.
      for (let turn = 0; turn < WARM_UP; turn += 1) await page.goto(url);
      rows.push(await runLighthouse({ name, url, isIndexed, port, formFactor }));
      process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
    }
  }
  const below = rows.filter(({ scores }) => Object.values(scores).some((score) => score < BAR));
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version, load: loadavg() };
  console.log(JSON.stringify({ ok: below.length === 0, bar: BAR, below: below.map(toName), rows, machine }));
  process.exitCode = below.length === 0 ? 0 : 1;
} finally {
  await closeBrowser();
  await product.stop();
}

function toName({ page, formFactor }: Row): string {
  return `${page} (${formFactor})`;
}
