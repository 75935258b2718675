import { callTool, connect, listNames, post } from "./drive-app.ts";
import { addInstance, approveTools, createOrganisation, makeFounder, toTab } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { connectHost } from "./oauth-host.ts";
import { findSample, MCP_URL, unique } from "./server.ts";

test.describe("somebody of another organisation", () => {
  test.use({ person: makeFounder() });

  test("sees none of Acme's pages, people, instances and connections", async ({ page, openAs }) => {
    const ada = await openAs(PEOPLE.owner);
    await ada.goto("/o/acme/instances");
    await ada.getByRole("link", { name: "Acme Trinity" }).click();
    await ada.waitForURL(/\/instances\/[0-9a-f-]{36}/);
    const id = /[0-9a-f-]{36}/.exec(ada.url())?.[0] ?? "";

    const slug = await createOrganisation(page);
    for (const path of [
      "/o/acme",
      "/o/acme/connections",
      "/o/acme/instances",
      "/o/acme/instances/new",
      `/o/acme/instances/${id}`,
      `/o/${slug}/instances/${id}`,
    ]) {
      expect([path, (await page.goto(path))?.status()]).toEqual([path, 404]);
      await expect(page.getByText(/Acme|Ada|Grace/)).toHaveCount(0);
    }
    await page.goto("/me/connections");
    await expect(page.getByText("Acme Robotics")).toHaveCount(0);
    await page.goto(`/o/${slug}/connections`);
    await expect(page.getByText("Connected apps will be here")).toBeVisible();
  });

  test("I21: uses at the shared address their own organisation's tools, and nobody else's address", async ({
    page,
    openAs,
  }) => {
    const acme = await openAs(PEOPLE.owner);
    await acme.goto("/o/acme");
    await acme.getByText("An address for this organisation only").click();
    const acmeUrl = await acme.getByLabel("Address for this organisation", { exact: true }).inputValue();
    expect(acmeUrl.startsWith(`${MCP_URL}/`)).toBe(true);

    const slug = await createOrganisation(page, `Second ${unique()}`);
    await addInstance(page, slug, { name: "Own", key: findSample().keyOf("user") });
    await approveTools(page);
    await page.goto(`/o/${slug}`);
    await page.getByText("An address for this organisation only").click();
    const ownUrl = await page.getByLabel("Address for this organisation", { exact: true }).inputValue();
    const own = await connectHost(ownUrl, { era: "2026-07-28", registration: "registered" }, async (url) => {
      await page.goto(url);
      await page.getByRole("button", { name: /^Allow/ }).click();
      await page.waitForURL(/\/callback/);
    });
    expect((await own.client.listTools()).tools.map(({ name }) => name)).toContain("list_agents");
    const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    const { access_token: token } = own.tokens();
    expect((await post(token, list, ownUrl)).status).toBe(200);
    // A token for one address is none at any other (RFC 8707).
    expect((await post(token, list, acmeUrl)).status).toBe(401);
    expect((await post(token, list, MCP_URL)).status).toBe(401);
    await own.close();

    const refused = connectHost(acmeUrl, { era: "2026-07-28", registration: "registered" }, async (url) => {
      await page.goto(url);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(
        "This address belongs to an organisation you are not in",
      );
      await expect(page.getByText("Acme")).toHaveCount(0);
      await page.getByRole("button", { name: "Return without connecting" }).click();
      await page.waitForURL(/\/callback/);
    });
    await expect(refused).rejects.toThrow("access_denied");
  });
});

test("what one organisation switches off or breaks, another does not notice", async ({ openAs }) => {
  const founder = await openAs(makeFounder());
  const slug = await createOrganisation(founder);
  await addInstance(founder, slug, { name: "Own", key: findSample().keyOf("user") });
  await approveTools(founder);
  const theirs = await connect(founder);
  const acme = await connect(await openAs(PEOPLE.member));
  await founder.goto(`/o/${slug}/instances`);
  await founder.getByRole("link", { name: "Own", exact: true }).click();
  await founder.waitForURL(/\/instances\/[0-9a-f-]{36}$/);
  await founder.goto(toTab(founder, "tools"));
  await founder.getByRole("button", { name: "Switch off list_agents", exact: true }).click();
  await expect(founder.getByText("The tool is off for everybody")).toBeVisible();
  expect(await listNames(theirs.tokens().access_token)).not.toContain("list_agents");
  expect(await listNames(acme.tokens().access_token)).toContain("list_agents");
  expect(await (await callTool(acme.tokens().access_token, "list_agents")).text()).toContain("quote-desk");
  await Promise.all([theirs.close(), acme.close()]);
});
