import type { Page } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { callTool, connect, readToolError } from "./drive-app.ts";
import {
  approveTools,
  chooseCard,
  confirm,
  createOrganisation,
  enterKey,
  makeFounder,
  toTab,
} from "./drive-console.ts";
import { join } from "./drive-members.ts";
import { expect, test } from "./fixtures.ts";
import { connectHost, type Host } from "./oauth-host.ts";
import { findSample, MCP_URL } from "./server.ts";

const OWN_KEYS = "/me/trinity-keys";

test.describe.serial("an instance that is used with each person's own key", () => {
  const founder = makeFounder();
  const email = makeFounder();
  test.use({ person: founder });
  let instancePage = "";
  const hosts: Host[] = [];

  test.afterAll(async () => {
    await Promise.all(hosts.map((host) => host.close()));
  });

  /** Whom Trinity takes the caller for: its refusal of an agent that is not there says it. */
  async function readCaller(host: Host): Promise<unknown> {
    const response = await callTool(host.tokens().access_token, "get_agent", { name: "nobody-of-that-name" });
    const text = await response.text();
    return /caller\\*": *\\*"([\w-]+)/.exec(text)?.[1] ?? text;
  }

  async function readRefusal(host: Host): Promise<string> {
    return await readToolError(await callTool(host.tokens().access_token, "list_agents"));
  }

  /** Connects up to the last step, where the person's own key is asked for. */
  async function connectTo(page: Page, answer: () => Promise<void>): Promise<Host> {
    const host = await connectHost(
      MCP_URL,
      { era: "2026-07-28", registration: "registered" },
      async (url) => {
        await page.goto(url);
        await page.getByRole("button", { name: /^Allow/ }).click();
        await page.waitForURL(/\/connect\/[\w-]+\/trinity/);
        await answer();
        await page.waitForURL(/\/callback/);
      },
    );
    hosts.push(host);
    return host;
  }

  test("left out at the end of Connect, calls say where to add it; added there, it waits where it is somebody else's, and then goes with every call", async ({
    page,
    openAs,
  }) => {
    test.slow();
    const sample = findSample();
    const slug = await createOrganisation(page);
    await page.goto(`/o/${slug}/instances/new`);
    await page.getByLabel("Name", { exact: true }).fill("Personal");
    await page.getByLabel("MCP address").fill(sample.url);
    await page.getByLabel("Backend address").fill(sample.apiUrl);
    await page.getByRole("button", { name: "Save and go on" }).click();
    await page.waitForURL("**/setup/key");
    // The organisation's key acts as an agent, and the member's as a person: a call shows which of them it went with.
    const mode = "Each person uses their own Trinity key";
    await enterKey(page, { key: sample.keyOf("agent"), mode });
    await expect(page.getByRole("link", { name: "Go on to its tools" })).toBeVisible();
    instancePage = page.url().replace(/\/setup.*/, "");
    await page.goto(toTab(instancePage, "tools"));
    await approveTools(page);

    const member = await openAs(email);
    await join(page, member, { slug, email });
    const without = await connectTo(member, async () => {
      await expect(member.getByRole("heading", { level: 1 })).toContainText("Add your own Trinity key");
      await checkPage(member, "the person's own key, the last step of Connect");
      await member.getByRole("button", { name: "Go on without" }).click();
    });
    const refusal = await readRefusal(without);
    expect(refusal).toContain("and you have not added yours. Nothing was done.");
    expect(refusal).toContain(OWN_KEYS);

    const key = sample.keyOf("user");
    const host = await connectTo(member, async () => {
      await member.getByLabel("Your key").fill("short");
      await member.getByRole("button", { name: "Test, store and go on" }).click();
      await expect(member.getByRole("alert").first()).toContainText("That is no key");
      await member.getByLabel("Your key").fill("trinity_mcp_this-is-no-key-of-the-sample");
      await member.getByRole("button", { name: "Test, store and go on" }).click();
      await expect(member.getByRole("alert").first()).toContainText("It refused the key");
      await member.getByLabel("Your key").fill(key);
      await member.getByLabel("Your key").press("Enter");
    });
    expect(await readRefusal(host)).toContain("yours waits for an admin of your organisation");

    await page.goto(toTab(instancePage, "key"));
    const waiting = page.getByRole("table", { name: "Keys that wait for a decision" });
    await expect(waiting.getByRole("row").filter({ hasText: email })).toContainText("ada@acme.example");
    await checkPage(page, "a key that waits for a decision");
    await page.getByRole("button", { name: /^Approve the key of/ }).click();
    await expect(page.getByText("The decision is saved")).toBeVisible();
    expect(await page.content()).not.toContain(key);
    // Nobody connected again: the app that was allowed before there was a key uses it too.
    for (const one of [host, without]) expect(await readCaller(one)).toBe("admin");
  });

  test("replaced, the next call goes with the new one; removed, calls say where to add one", async ({
    page,
    openAs,
  }) => {
    // Without a backend nobody can tell whose a key is: the person's word is taken.
    await page.goto(toTab(instancePage, "danger"));
    await page.getByLabel("Backend address").fill("");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();

    const [host] = hosts as [Host];
    const member = await openAs(email);
    await member.goto(OWN_KEYS);
    await checkPage(member, "My Trinity keys, with one");
    await member.getByText("Replace the key").click();
    await member.getByLabel("Your key").fill("trinity_mcp_this-is-no-key-of-the-sample");
    await member.getByRole("button", { name: "Test and store" }).click();
    await expect(member.getByText("It refused the key").first()).toBeVisible();
    expect(await readCaller(host)).toBe("admin");
    await member.getByLabel("Your key").fill(findSample().keyOf("agent"));
    await member.getByRole("button", { name: "Test and store" }).click();
    await expect(member.getByText("Your key is stored and in use")).toBeVisible();
    expect(await readCaller(host)).toBe("quote-desk");

    await confirm(member, "Remove", "Remove");
    await expect(member.getByText("Your key is removed")).toBeVisible();
    await checkPage(member, "My Trinity keys, without one");
    expect(await readRefusal(host)).toContain("and you have not added yours");
  });

  test("where the shared key stands in, Connect does not ask, and the call goes with that", async ({
    page,
    openAs,
  }) => {
    await page.goto(toTab(instancePage, "key"));
    await chooseCard(page, "Their own key, and the shared one without it");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    const host = await connect(await openAs(email));
    hosts.push(host);
    expect(await readCaller(host)).toBe("quote-desk");
  });
});
