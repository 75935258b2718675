import type { Page } from "@playwright/test";
import { connect, listNames, post, type RpcAnswer } from "./drive-app.ts";
import { authorizeUrl, registerApp } from "./drive-consent.ts";
import {
  approveTools,
  createOrganisation,
  enterKey,
  makeFounder,
  runTest,
  toTab,
  tryInstance,
} from "./drive-console.ts";
import { expect, test } from "./fixtures.ts";
import type { Host } from "./oauth-host.ts";
import { type Crew, openCrew } from "./open-crew.ts";
import { unique } from "./server.ts";

const GROUP = "Other things to read";

test.describe.serial("an instance that is no Trinity", () => {
  const founder = makeFounder();
  test.use({ person: founder });
  let crew: Crew;
  let instancePage = "";
  const hosts: Host[] = [];

  test.beforeAll(async () => {
    crew = await openCrew();
  });
  test.afterAll(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    crew.close();
  });

  test("whose key goes in a header of its own: nowhere else, and the page says where", async ({ page }) => {
    const slug = await createOrganisation(page);
    const { url, key, header } = crew;
    const fields = { name: "Crew", url, apiUrl: "", key };
    await tryInstance(page, slug, { ...fields, keyHeader: "Cookie" });
    await expect(page.getByLabel("The key goes in")).toHaveAccessibleDescription(/header for keys/);
    expect(crew.seen).toEqual([]);

    await tryInstance(page, slug, fields);
    const test = page.getByRole("status", { name: "Test" });
    await expect(test).toContainText("It refused the key");
    await expect(test).toContainText("that it goes in the right header");

    // The draft that this left goes on with the right header.
    crew.seen.length = 0;
    await page.goto(page.url().replace("/setup/test", "/setup/address"));
    await page.getByLabel("The key goes in").fill("X-Crew-Key");
    await page.getByRole("button", { name: "Save and go on" }).click();
    await page.waitForURL("**/setup/key");
    await enterKey(page, { key });
    await expect(page.getByRole("link", { name: "Go on to its tools" })).toBeVisible();
    instancePage = toTab(page.url().replace("/setup/test", ""), "tools");
    await page.goto(toTab(instancePage, "key"));
    await expect(page.getByText(header, { exact: true })).toBeVisible();
    expect(crew.seen.flatMap(({ authorization }) => authorization ?? [])).toEqual([]);
    expect(new Set(crew.seen.map((headers) => headers[header]))).toEqual(new Set([undefined, key]));
    expect(await page.content()).not.toContain(key);
  });

  test("what it offers beside tools is switched on with its first list of tools", async ({ page }) => {
    await page.goto(instancePage);
    for (const offer of ["Prompts", "Resources", "Suggestions for arguments"])
      await expect(rowOf(page, offer)).toContainText("Off for everybody");
    await expect(page.getByRole("button", { name: /^Switch o/ })).toHaveCount(0);
    await approveTools(page);
    for (const offer of ["Prompts", "Resources", "Suggestions for arguments"])
      await expect(rowOf(page, offer)).toContainText("On");
  });

  test("consent says so, and an app of either revision uses it", async ({ page }) => {
    await page.goto(await makeRequest());
    const group = page.getByRole("checkbox", { name: GROUP });
    await expect(group).toBeChecked();
    await expect(page.getByText("Read resources and prompts", { exact: true })).toHaveCount(1);
    for (const era of ["2025-11-25", "2026-07-28"] as const) {
      const host = await connect(page, { era });
      hosts.push(host);
      await useAll(host);
    }
  });

  test("switched off, an app loses it at once and consent no longer names it; switched on, it is back", async ({
    page,
  }) => {
    const [host] = hosts as [Host];
    await page.goto(instancePage);
    await press(page, "Switch off prompts");
    await expect(page.getByText("It is off for everybody")).toBeVisible();
    await expect(rowOf(page, "Prompts")).toContainText("Off for everybody");
    expect((await host.client.listPrompts()).prompts).toEqual([]);
    await expect(host.client.getPrompt({ name: "brief", arguments: { topic: "ships" } })).rejects.toThrow(
      "Unknown prompt. List the prompts to see which there are.",
    );
    expect((await host.client.listResources()).resources).toHaveLength(1);
    const request = await makeRequest();
    await page.goto(request);
    await expect(page.getByText("Read resources", { exact: true })).toHaveCount(1);

    await page.goto(instancePage);
    await press(page, "Switch off resources");
    await expect(rowOf(page, "Resources")).toContainText("Off for everybody");
    await page.goto(request);
    await expect(page.getByRole("button", { name: "Deny" })).toBeVisible();
    await expect(page.getByRole("checkbox", { name: GROUP })).toHaveCount(0);

    await page.goto(instancePage);
    for (const offer of ["prompts", "resources"]) {
      await press(page, `Switch on ${offer}`);
      await expect(page.getByRole("button", { name: `Switch off ${offer}` })).toBeVisible();
    }
    await useAll(host);
  });

  test("a page from before the instance was updated: what it no longer offers cannot be switched on", async ({
    page,
    openAs,
  }) => {
    await page.goto(instancePage);
    await press(page, "Switch off prompts");
    await expect(page.getByRole("button", { name: "Switch on prompts" })).toBeVisible();
    crew.dropPrompts();
    const other = await openAs(founder);
    await other.goto(instancePage.replace(/\?.*/, ""));
    await runTest(other);
    await other.goto(instancePage);
    await expect(rowOf(other, "Resources")).toContainText("On");
    await expect(rowOf(other, "Prompts")).toHaveCount(0);

    await press(page, "Switch on prompts");
    await expect(page.getByRole("alert").filter({ hasText: "This was not done" })).toContainText(
      "This instance does not offer that. Test it again if it has been changed.",
    );
    await expect(rowOf(page, "Prompts")).toHaveCount(0);
  });

  test("not ticked, the connection has the tools and none of the rest", async ({ page }) => {
    await page.goto(await makeRequest());
    const without = await connect(page, { era: "2025-11-25", untick: GROUP, tick: "Other tools" });
    const { access_token: token } = without.tokens();
    expect(await listNames(token)).toEqual(["look_up"]);
    const refused = await post(token, { jsonrpc: "2.0", id: 1, method: "prompts/list" });
    const { result } = (await refused.json()) as RpcAnswer;
    expect(result).toMatchObject({ prompts: [] });
    await without.close();
  });
});

const rowOf = (page: Page, offer: string) => page.getByRole("row").filter({ hasText: offer });

/** With the keyboard, as somebody without a mouse does. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).focus();
  await page.keyboard.press("Enter");
}

/** A request of an app nobody has allowed anything, for the consent page alone. */
async function makeRequest(): Promise<string> {
  const redirectUri = "http://localhost:54322/callback";
  const clientId = await registerApp({
    client_name: `Looker ${unique()}`,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: "none",
  });
  return authorizeUrl({ clientId, redirectUri, scope: "other.read other.write offline_access" });
}

async function useAll({ client }: Host): Promise<void> {
  const { prompts } = await client.listPrompts();
  expect(prompts).toMatchObject([{ name: "brief", title: "Brief" }]);
  const { messages } = await client.getPrompt({ name: "brief", arguments: { topic: "ships" } });
  expect(messages).toMatchObject([{ content: { text: "Brief me on ships." } }]);
  const { resources } = await client.listResources();
  expect(resources).toMatchObject([{ title: "Today" }]);
  const { contents } = await client.readResource({ uri: resources[0]?.uri ?? "" });
  expect(contents).toMatchObject([{ text: "All calm." }]);
  const ref = { type: "ref/prompt" as const, name: "brief" };
  const { completion } = await client.complete({ ref, argument: { name: "topic", value: "sh" } });
  expect(completion.values).toEqual(["ships", "shores"]);
}
