import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { FAKE_INSTANCE_PORT } from "./server.ts";

type Received = { headers: IncomingHttpHeaders; body: string };
type Collector = { received: Received[]; status: number; close: () => Promise<void> };

/** A collector at the one loopback port the server may call. */
async function openCollector(): Promise<Collector> {
  const collector: Collector = { received: [], status: 204, close: async () => await closeServer(server) };
  const server = createServer((request, response) => {
    // An instance that another test left at this port may be looked for.
    if (request.url !== "/in") return void response.writeHead(404).end();
    void text(request).then((body) => {
      collector.received.push({ headers: request.headers, body });
      response.writeHead(collector.status).end();
    });
  });
  await new Promise<void>((listening) => server.listen(FAKE_INSTANCE_PORT, "127.0.0.1", listening));
  return collector;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((closed) => void server.close(() => closed()));
}

const said = (page: Page, words: RegExp | string) => page.getByRole("main").getByText(words).first();
const refused = (page: Page, words: RegExp | string) =>
  page.getByRole("main").getByRole("alert").filter({ hasText: words });

const kindsOf = ({ received }: Collector) =>
  received.flatMap(({ body }) =>
    body
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind),
  );

function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  const mac = createHmac("sha256", key).update(signed).digest("base64");
  return String(headers["webhook-signature"]).split(" ").includes(`v1,${mac}`);
}

test("an owner sets a log stream up, tests it, sees it deliver, fail, pause and go on, and removes it", async ({
  openAs,
}) => {
  test.setTimeout(180_000);
  const collector = await openCollector();
  const url = `http://127.0.0.1:${FAKE_INSTANCE_PORT}/in`;
  const page = await openAs(makeFounder());
  const slug = await createOrganisation(page);
  const show = () => page.goto(`/o/${slug}/settings/data`);
  await show();
  await checkPage(page, "before there is a stream");

  await page.getByLabel("Address of the collector").fill("https://10.0.0.7/in");
  await page.getByLabel("Header your collector reads").fill("X-Token");
  await page.getByRole("button", { name: "Set up log stream" }).click();
  await expect(refused(page, "Enter the value of the header")).toBeFocused();
  await page.getByLabel("Value of the header").fill("the-collectors-own-token-9f3a");
  await page.getByRole("button", { name: "Set up log stream" }).click();
  await expect(refused(page, "This address cannot be used")).toBeFocused();
  await expect(page.getByLabel("Header your collector reads")).toHaveValue("X-Token");
  await expect(page.getByLabel("Value of the header")).toHaveValue("");
  await checkPage(page, "a refused address");

  await page.getByLabel("Address of the collector").fill(url);
  await page.getByLabel("Value of the header").fill("the-collectors-own-token-9f3a");
  await page.getByRole("button", { name: "Set up log stream" }).click();
  await expect(said(page, "Keep the signing secret now")).toBeVisible();
  const secret = await page.getByLabel("Signing secret").inputValue();
  expect(secret).toMatch(/^whsec_/);
  await checkPage(page, "the secret, once");
  await show();
  await expect(page.getByText(secret)).toHaveCount(0);
  await expect(said(page, /x-token, ends with 9f3a/)).toBeVisible();

  await page.getByRole("button", { name: "Send a test event" }).click();
  await expect(said(page, "Taken,")).toBeVisible();
  expect(kindsOf(collector)).toContain("test");
  expect(collector.received[0]?.headers["x-token"]).toBe("the-collectors-own-token-9f3a");
  expect(collector.received.every((one) => isSigned(one, secret))).toBe(true);
  // The row that says the stream was set up is the first one; the job comes by every ten seconds.
  await expect.poll(() => kindsOf(collector), { timeout: 60_000 }).toContain("audit");
  await expect
    .poll(async () => {
      await show();
      return await page.getByText("Delivering", { exact: true }).count();
    })
    .toBe(1);
  await checkPage(page, "delivering");

  collector.status = 403;
  await page.getByRole("button", { name: "Send a test event" }).click();
  await expect(refused(page, "It refused the credentials")).toBeVisible();
  await expect(said(page, "Not taken,")).toBeVisible();
  await expect
    .poll(
      async () => {
        await show();
        return await page.getByText("Failing since").count();
      },
      { timeout: 60_000 },
    )
    .toBe(1);
  await checkPage(page, "failing");
  collector.status = 204;

  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(said(page, "Log stream paused")).toBeVisible();
  await page.getByText("Change the log stream").click();
  await page.getByLabel("Connection attempts").uncheck();
  await page.getByRole("button", { name: "Save log stream" }).click();
  await expect(said(page, "Log stream saved")).toBeVisible();
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await expect(said(page, "Keep the signing secret now")).toBeVisible();
  await checkPage(page, "paused, with a new secret");
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(said(page, "Log stream resumed")).toBeVisible();

  await page.getByRole("button", { name: "Remove log stream" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove log stream" }).click();
  await expect(said(page, "Log stream removed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Set up log stream" })).toBeVisible();
  await collector.close();

  const alan = await openAs(PEOPLE.auditor);
  await alan.goto("/o/acme/settings/data");
  await expect(said(alan, "Nothing is delivered.")).toBeVisible();
  await expect(alan.getByRole("button", { name: "Set up log stream" })).toHaveCount(0);
  await checkPage(alan, "as an auditor");
});
