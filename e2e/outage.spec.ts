import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { callTool, connect, listNames, readToolError, type RpcAnswer } from "./drive-app.ts";
import { addInstance, approveTools, createOrganisation, makeFounder, runTest } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import type { Host } from "./oauth-host.ts";
import { controlSample, FAKE_INSTANCE_PORT, findSample, ORIGIN, readSampleState } from "./server.ts";

/** One good call: the instance answers again, and what was noted about it is cleared. */
async function expectWell(host: Host): Promise<void> {
  const response = await callTool(host.tokens().access_token, "list_agents");
  expect(response.status).toBe(200);
  const { result } = (await response.json()) as RpcAnswer;
  expect(result?.isError).not.toBe(true);
  expect(JSON.stringify(result)).toContain("quote-desk");
}

test.describe.serial("the instance misbehaves", () => {
  test.use({ person: PEOPLE.member });
  let host: Host;

  test.beforeAll(async () => {
    await controlSample("reset");
  });
  test.beforeEach(async ({ page }) => {
    host ??= await connect(page);
  });
  test.afterEach(async () => {
    await controlSample("reset");
    await expectWell(host);
  });
  test.afterAll(async () => {
    await host.close();
  });

  const FAULTS = [
    { fault: { status: 500 }, says: /answers with errors, since .* UTC/, status: "Fails" },
    { fault: { status: 401 }, says: /refuses the key we hold for it/, status: "Key refused" },
    { fault: { garbage: true }, says: /gives answers we cannot read/, status: "Does not speak MCP" },
  ];
  for (const { fault, says, status } of FAULTS) {
    test(`${JSON.stringify(fault)}: the call says so in plain words, and the console shows it`, async ({
      openAs,
    }) => {
      await controlSample("faults", fault);
      const text = await readToolError(await callTool(host.tokens().access_token, "list_agents"));
      expect(text).toContain('The Trinity instance "Acme Trinity"');
      expect(text).toMatch(says);
      expect(text).toContain("signing in again does not help");
      expect(text).not.toMatch(/127\.0\.0\.1|Bad Gateway|Internal Server Error|Invalid API key/);
      // What does not need the instance goes on.
      expect(await listNames(host.tokens().access_token)).toContain("list_agents");
      const ada = await openAs(PEOPLE.owner);
      await expect(async () => {
        await ada.goto("/o/acme/instances");
        await expect(ada.getByRole("row").filter({ hasText: "Acme Trinity" })).toContainText(status, {
          timeout: 500,
        });
      }).toPass();
      await controlSample("reset");
      await expectWell(host);
      await expect(async () => {
        await ada.goto("/o/acme/instances");
        await expect(ada.getByRole("row").filter({ hasText: "Acme Trinity" })).toContainText("Ready", {
          timeout: 500,
        });
      }).toPass();
    });
  }

  test("it answers nothing: the call waits, everything else goes on, and the answer still arrives", async () => {
    const { access_token: token } = host.tokens();
    await controlSample("faults", { hang: true });
    const waiting = callTool(token, "list_agents");
    expect(await listNames(token)).toContain("list_agents");
    expect((await fetch(`${ORIGIN}/readyz`)).status).toBe(200);
    await controlSample("reset");
    const response = await waiting;
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("quote-desk");
  });

  test("one tool of it fails: its own words reach the model, other tools work", async () => {
    const { access_token: token } = host.tokens();
    await controlSample("faults", { tool: "list_agents", status: 500 });
    expect(await readToolError(await callTool(token, "list_agents"))).toContain("API error (500)");
    const other = await callTool(token, "list_tags");
    expect(((await other.json()) as RpcAnswer).result?.isError).not.toBe(true);
  });

  test("arguments that do not fit: the instance's reason reaches the model", async () => {
    const text = await readToolError(
      await callTool(host.tokens().access_token, "chat_with_agent", { agent_name: 7 }),
    );
    expect(text).toMatch(/agent_name|message/);
  });

  test("a key revoked in Trinity: said so, and restored it works again", async () => {
    await controlSample("keys", { keyName: "sample-user", active: false });
    try {
      const text = await readToolError(await callTool(host.tokens().access_token, "list_agents"));
      expect(text).toMatch(/refuses the key we hold for it/);
    } finally {
      await controlSample("keys", { keyName: "sample-user", active: true });
    }
  });
});

test.describe("the instance is gone", () => {
  test.use({ person: makeFounder() });

  test("a call says that it cannot be reached, and works again once it is back", async ({ page }) => {
    const wire = await openWire();
    const slug = await createOrganisation(page);
    const url = `http://127.0.0.1:${FAKE_INSTANCE_PORT}/mcp`;
    await addInstance(page, slug, { name: "Far away", url, key: findSample().keyOf("user") });
    await approveTools(page);
    const host = await connect(page);
    await expectWell(host);
    await wire.cut();
    const text = await readToolError(await callTool(host.tokens().access_token, "list_agents"));
    expect(text).toContain('The Trinity instance "Far away" cannot be reached');
    await page.goto(`/o/${slug}/instances`);
    await page.getByRole("link", { name: "Far away" }).click();
    await runTest(page);
    await expect(page.getByRole("status", { name: "Test" })).toContainText(
      "Nothing answered at this address.",
    );
    const again = await openWire();
    await expectWell(host);
    await again.cut();
    await host.close();
  });
});

/** A wire to the sample instance that can be cut, on the one port the server may call beside the sample's. */
async function openWire(): Promise<{ cut: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = dial(readSampleState().port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((listening) => server.listen(FAKE_INSTANCE_PORT, "127.0.0.1", listening));
  return {
    cut: async () => {
      const closed = new Promise((done) => server.close(done));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
