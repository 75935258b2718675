import { checkPage } from "./check-page.ts";
import { callTool, connect, listNames, readToolError, type RpcAnswer } from "./drive-app.ts";
import {
  approveTools,
  chooseCard,
  confirm,
  createOrganisation,
  enterKey,
  makeFounder,
  runTest,
  toTab,
  tryInstance,
} from "./drive-console.ts";
import { expectNotAllowed, workingButtons } from "./expect-not-allowed.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { isWide } from "./is-wide.ts";
import type { Host } from "./oauth-host.ts";
import { findSample, unique } from "./server.ts";

test.describe.serial("an organisation's first instance", () => {
  test.use({ person: makeFounder() });
  let instancePage = "";
  let host: Host;

  test("is added in five steps: each saved, back allowed, gone on with later; its test comes in row by row", async ({
    page,
  }) => {
    test.slow();
    const sample = findSample();
    const slug = await createOrganisation(page);
    await page.goto(`/o/${slug}/instances`);
    await page.getByRole("link", { name: "Add instance" }).click();
    await page.waitForURL("**/instances/new");
    await checkPage(page, "the address step");
    await page.getByLabel("Name", { exact: true }).fill("Prod");
    await page.getByLabel("MCP address").fill(sample.url);
    await page.getByRole("button", { name: "Save and go on" }).click();
    await page.waitForURL("**/setup/key");
    await checkPage(page, "the key step");
    // Left here: the list and the first step both know of it.
    await page.goto(`/o/${slug}/instances/new`);
    await page.getByRole("link", { name: "Continue setting up" }).click();
    await page.waitForURL("**/setup/key");
    await page.getByRole("main").getByRole("link", { name: "Back" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Production");
    await page.getByLabel("Backend address").fill(sample.apiUrl);
    await page.getByRole("button", { name: "Save and go on" }).click();
    await page.waitForURL("**/setup/key");
    const key = sample.keyOf("user");
    await enterKey(page, { key });
    const rows = page.getByRole("status", { name: "Test" }).getByRole("listitem");
    await expect(rows).toHaveText([
      /Its name leads to a public address.*Passed.*ms/,
      /Its certificate is valid.*Not tried.*Plain http/,
      /Answers.*Passed/,
      /Refuses a call without a key.*Passed/,
      /Speaks MCP.*Passed.*MCP 2025-11-25/,
      /Accepts the key.*Passed.*Acts as ada@acme\.example, kind Key of a user/,
      /Lists its tools.*Passed.*\d+ tools/,
      /Answers a harmless call.*Passed/,
    ]);
    await checkPage(page, "the test step, passed");
    await page.getByRole("main").getByRole("link", { name: "Back" }).click();
    await expect(page.getByText(`A key that ends in ${key.slice(-4)} is stored`)).toBeVisible();
    expect(await page.content()).not.toContain(key);
    await page.getByRole("link", { name: "Tools", exact: true }).last().click();
    await page.waitForURL("**/setup/tools");
    await checkPage(page, "the tools step");
    await page.getByRole("button", { name: /^Approve these \d+ tools$/ }).click();
    await page.waitForURL("**/setup/access");
    await checkPage(page, "the access step");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Who may use it is saved")).toBeVisible();
    await expect(page.getByText("Ready", { exact: true })).toBeVisible();
    await expect(page.getByText("Continue setting up")).toHaveCount(0);
    instancePage = page.url().replace(/\?.*/, "");
    for (const tab of ["tools", "key", "access", "danger"] as const) {
      await page.goto(toTab(instancePage, tab));
      await checkPage(page, `the tab ${tab}`);
      expect(await page.content()).not.toContain(key);
    }
    host = await connect(page);
    expect(await listNames(host.tokens().access_token)).toContain("list_agents");
  });

  test("a tool switched off leaves the list of a connected app, and a call to it says why", async ({
    page,
  }) => {
    const { access_token: token } = host.tokens();
    await page.goto(toTab(instancePage, "tools"));
    await page.getByRole("button", { name: "Switch off list_agents", exact: true }).click();
    await expect(page.getByText("The tool is off for everybody")).toBeVisible();
    expect(await listNames(token)).not.toContain("list_agents");
    const text = await readToolError(await callTool(token, "list_agents"));
    expect(text).toContain("Your organisation has switched this tool off. Nothing was done.");
    await page.getByRole("button", { name: "Switch on list_agents", exact: true }).click();
    await expect(page.getByText("The tool is on", { exact: true })).toBeVisible();
    expect(await listNames(token)).toContain("list_agents");
  });

  test("paused, every call is refused in words from the next one on; resumed, they go through", async ({
    page,
  }) => {
    const { access_token: token } = host.tokens();
    await page.goto(toTab(instancePage, "danger"));
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await expect(page.getByText("The instance is paused")).toBeVisible();
    const text = await readToolError(await callTool(token, "list_agents"));
    expect(text).toContain('has paused the Trinity instance "Production". Nothing was done.');
    await page.getByRole("button", { name: "Resume", exact: true }).click();
    await expect(page.getByText("The instance is resumed")).toBeVisible();
    expect((await readResult(token)).isError).not.toBe(true);
  });

  test("a key that fails changes nothing; one that passes is used at once, the old one beside it until it is confirmed", async ({
    page,
  }) => {
    const { access_token: token } = host.tokens();
    await page.goto(toTab(instancePage, "key"));
    await page.getByText("Replace the key").click();
    await page.getByLabel("New key").fill("trinity_mcp_this-is-no-key-of-the-sample");
    await page.getByRole("button", { name: "Test and replace key" }).click();
    await expect(page.getByRole("status", { name: "Test" })).toContainText("It refused the key");
    await expect(page.getByLabel("New key")).toHaveValue("");
    expect((await readResult(token)).isError).not.toBe(true);

    const key = findSample().keyOf("agent");
    await page.getByLabel("New key").fill(key);
    await page.getByRole("button", { name: "Test and replace key" }).click();
    await expect(page.getByText("The new key passed its test and is in use")).toBeVisible();
    await expect(page.getByText("Key of an agent")).toContainText(`ends in ${key.slice(-4)}`);
    expect((await readResult(token)).isError).not.toBe(true);
    await expect(page.getByText(`ends in ${findSample().keyOf("user").slice(-4)}, stands in`)).toBeVisible();
    await page.getByRole("button", { name: "The new key works: delete the old one" }).click();
    await expect(page.getByText("The old key is deleted")).toBeVisible();
    expect((await readResult(token)).isError).not.toBe(true);
  });

  test("two admins edit it at once: the second is told, keeps what was typed, and nothing is half-written", async ({
    page,
    context,
  }) => {
    await page.goto(toTab(instancePage, "danger"));
    const other = await context.newPage();
    await other.goto(toTab(instancePage, "danger"));
    await other.getByLabel("Name", { exact: true }).fill("Renamed");
    await other.getByRole("button", { name: "Save changes" }).click();
    await expect(other.getByRole("heading", { level: 1, name: "Renamed" })).toBeVisible();
    await page.getByLabel("Name", { exact: true }).fill("Mine");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Somebody else changed this instance meanwhile.")).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Mine");
    await other.goto(instancePage);
    await expect(other.getByRole("heading", { level: 1, name: "Renamed" })).toBeVisible();
    await other.getByRole("button", { name: "Run again" }).waitFor();
    await runTest(other);
    await checkPage(other, "the health tab, tested again");
  });

  test("removed, its tools are gone from the connected app, which stays connected", async ({ page }) => {
    const { access_token: token } = host.tokens();
    await page.goto(toTab(instancePage, "danger"));
    await confirm(page, "Remove instance", "Remove Renamed");
    await expect(page.getByText("The instance is removed")).toBeVisible();
    await expect(page.getByText("Trinity instances will be here")).toBeVisible();
    expect(await listNames(token)).toEqual([]);
    const answer = (await (await callTool(token, "list_agents")).json()) as RpcAnswer;
    expect(answer.error).toMatchObject({ code: -32602, message: expect.stringContaining("Unknown tool") });
    expect((await page.goto(instancePage))?.status()).toBe(404);
    await host.close();
  });

  async function readResult(token: string): Promise<NonNullable<RpcAnswer["result"]>> {
    const response = await callTool(token, "list_agents");
    expect(response.status).toBe(200);
    const { result } = (await response.json()) as RpcAnswer;
    if (!result) throw new Error("the call has no result");
    return result;
  }
});

test("without scripts the steps are plain forms, and the test a page that comes back with its rows", async ({
  browser,
  openAs,
}) => {
  void browser;
  const page = await openAs(PEOPLE.owner, { javaScriptEnabled: false });
  const name = `Plain ${unique()}`;
  await page.goto("/o/acme/instances/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("MCP address").fill(findSample().url);
  await page.getByRole("button", { name: "Save and go on" }).click();
  await chooseCard(page, "One shared key");
  await page.getByLabel("Key", { exact: true }).fill(findSample().keyOf("user"));
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("button", { name: "Run the test" }).click();
  await expect(page.getByRole("status", { name: "Test" }).getByText("Passed")).toHaveCount(7);
  await page.goto(`${page.url().replace(/\/setup.*/, "")}?tab=danger`);
  // Without scripts nothing asks again.
  await page.getByRole("button", { name: "Remove instance" }).click();
  await expect(page.getByText("The instance is removed")).toBeVisible();
});

test("a system key is used only once an owner confirms it; a second instance's tools carry its name", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner);
  const name = `Second ${unique()}`;
  const key = findSample().keyOf("system");
  await tryInstance(page, "acme", { name, key });
  await expect(page.getByRole("status", { name: "Test" })).toContainText("This is a system key");
  await page.getByLabel("Use this system key anyway").check();
  await runTest(page);
  await expect(page.getByRole("link", { name: "Go on to its tools" })).toBeVisible();
  await page.goto(page.url().replace("/setup/test", "?tab=tools"));
  const instancePage = page.url();
  await approveTools(page);
  await page.goto(toTab(instancePage, "key"));
  await expect(page.getByText(/^System key/)).toBeVisible();

  const host = await connect(await openAs(PEOPLE.member));
  const { access_token: token } = host.tokens();
  const prefix = name.toLowerCase().replace(" ", "_");
  const names = await listNames(token);
  expect(names).toContain("list_agents");
  const second = names.find((one) => one.startsWith(prefix) && one.endsWith("list_agents")) ?? "none";
  // A system key sees what a person's does not: the call went to the second instance with its own key.
  expect(await (await callTool(token, second)).text()).toContain("payroll-clerk");
  await page.goto(toTab(instancePage, "danger"));
  await confirm(page, "Remove instance", `Remove ${name}`);
  await expect(page.getByText("The instance is removed")).toBeVisible();
  expect(await listNames(token)).not.toContain(second);
  await host.close();
});

test.describe("who may see and change instances", () => {
  test("a member: told what is missing and who can give it; no link leads there", async ({ openAs }) => {
    const page = await openAs(PEOPLE.member);
    await page.goto("/o/acme");
    await expect(page.getByRole("link", { name: "Instances" })).toHaveCount(0);
    await page.goto("/o/acme/instances");
    await expect(
      page.getByText("Your role does not let you see this organisation’s Trinity instances"),
    ).toBeVisible();
    await expect(page.getByText(/Ask Ada\./)).toBeVisible();
    await expect(page.getByText("Acme Trinity")).toHaveCount(0);
    await page.goto("/o/acme/instances/new");
    await expect(page.getByText("Your role does not let you add Trinity instances")).toBeVisible();
    await expect(page.getByLabel("Key", { exact: true })).toHaveCount(0);
  });

  test("an auditor: sees all, changes nothing", async ({ openAs }) => {
    const page = await openAs(PEOPLE.auditor);
    await page.goto("/o/acme/instances");
    await expect(page.getByRole("link", { name: "Add instance" })).toHaveCount(0);
    await expectNotAllowed(page, "Add instance");
    await page.setViewportSize({ width: 1280, height: 720 });
    expect(await page.getByRole("main").getByRole("region").evaluate(isWide)).toBe(false);
    await page.getByRole("link", { name: "Acme Trinity" }).click();
    await expect(page.getByText("Only owners and admins can change this.")).toBeVisible();
    await expectNotAllowed(page, "Run the test");
    for (const tab of ["danger", "key", "access", "tools"] as const) {
      await page.goto(toTab(page, tab));
      if (tab === "key") await expectNotAllowed(page, "Replace the key");
      if (tab === "danger") {
        await expectNotAllowed(page, "Pause");
        await expectNotAllowed(page, "Remove instance");
      }
      await expect(workingButtons(page)).toHaveCount(0);
      await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(0);
    }
    await expect(page.getByRole("row").filter({ hasText: "list_agents" })).toContainText("On");
    await page.goto("/o/acme/instances/new");
    await expect(page.getByText("Your role does not let you add Trinity instances")).toBeVisible();
  });
});
