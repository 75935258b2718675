import { once } from "node:events";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  BOTH_TYPES,
  callText,
  initializeRequest,
  keyOf,
  type OpenSample,
  openSample,
  post,
} from "./open-sample.ts";

let sample: OpenSample;
beforeAll(async () => {
  sample = await openSample();
}, 20_000);
afterAll(() => sample.close());

describe("the door", () => {
  test.each([
    ["no key", {}],
    ["an unknown key", { authorization: `Bearer ${keyOf("nobody")}` }],
    ["a lower-case scheme", { authorization: `bearer ${keyOf("user")}` }],
  ])("%s is answered 401 with a JSON-RPC error and the request's id", async (_name, headers) => {
    const response = await post(sample.mcpUrl, { ...BOTH_TYPES, ...headers }, initializeRequest(7));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { code: -32000, message: "Invalid API key" },
      id: 7,
    });
  });

  test("a good key without both media types is answered 406", async () => {
    const headers = { authorization: `Bearer ${keyOf("user")}`, accept: "application/json" };
    expect((await post(sample.mcpUrl, headers, initializeRequest(1))).status).toBe(406);
  });

  test("a good initialize gives a session id, and a call without it is refused", async () => {
    const headers = { ...BOTH_TYPES, authorization: `Bearer ${keyOf("user")}` };
    const response = await post(sample.mcpUrl, headers, initializeRequest(1));
    expect(response.headers.get("mcp-session-id")).toMatch(/^[0-9a-f-]{36}$/);
    await response.body?.cancel();
    const bare = await post(sample.mcpUrl, headers, { jsonrpc: "2.0", id: 2, method: "tools/list" });
    expect(bare.status).toBe(401);
  });

  test("validate names a key's kind and owner, and refuses others as Trinity does", async () => {
    const good = await post(
      `${sample.apiUrl}/api/mcp/validate`,
      { authorization: `Bearer ${keyOf("bound")}` },
      undefined,
    );
    expect(await good.json()).toEqual({
      valid: true,
      key_id: expect.stringMatching(/^key_/) as string,
      user_id: "admin",
      user_email: "",
      key_name: "bound",
      agent_name: "quote-desk",
      scope: "connector",
    });
    const bad = await post(`${sample.apiUrl}/api/mcp/validate`, {}, undefined);
    expect([bad.status, await bad.json()]).toEqual([401, { detail: "Invalid or inactive API key" }]);
    expect((await fetch(`${sample.apiUrl}/health`)).status).toBe(200);
  });

  test("the switches are not there without the control token", async () => {
    const response = await post(
      `${sample.apiUrl}/_test/faults`,
      { authorization: "Bearer guess" },
      { hang: true },
    );
    expect(response.status).toBe(404);
  });
});

describe("faults", () => {
  let maria: Client;
  beforeAll(async () => {
    maria = await sample.connect("user");
  });

  test.each([401, 500] as const)(
    "status %i is sent for every request until it is taken back",
    async (status) => {
      await sample.control("/_test/faults", { status });
      expect(
        (
          await post(
            sample.mcpUrl,
            { ...BOTH_TYPES, authorization: `Bearer ${keyOf("user")}` },
            initializeRequest(1),
          )
        ).status,
      ).toBe(status);
      await sample.control("/_test/faults", {});
      expect((await callText(maria, "list_tags")).isError).toBe(false);
    },
  );

  test("garbage is a 200 that is not MCP, and a hanging request goes on when the fault ends", async () => {
    await sample.control("/_test/faults", { garbage: true });
    const response = await post(
      sample.mcpUrl,
      { ...BOTH_TYPES, authorization: `Bearer ${keyOf("user")}` },
      initializeRequest(1),
    );
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html"]);
    await sample.control("/_test/faults", { hang: true });
    const waiting = callText(maria, "list_tags");
    await sample.control("/_test/faults", {});
    expect((await waiting).isError).toBe(false);
  });

  test("a fault of one tool leaves the others alone", async () => {
    await sample.control("/_test/faults", { status: 500, tool: "list_skills" });
    expect(await callText(maria, "list_skills")).toMatchObject({ isError: true });
    expect(await callText(maria, "list_tags")).toMatchObject({ isError: false });
    await sample.control("/_test/faults", {});
  });

  test("a key revoked by name is refused at once, on a live session too", async () => {
    const leaver = await sample.connect("leaver");
    await sample.control("/_test/keys", { keyName: "leaver", active: false });
    await expect(callText(leaver, "list_tags")).rejects.toThrow();
  });

  test("a tool added at run time is listed by the next session", async () => {
    await sample.control("/_test/tools", { name: "acme_new_tool", description: "New." });
    const { tools } = await (await sample.connect("user")).listTools();
    expect(tools.find(({ name }) => name === "acme_new_tool")).toMatchObject({ description: "New." });
    await sample.control("/_test/tools", { name: "acme_new_tool", remove: true });
  });
});

test("the process ends when its parent's pipe does", async () => {
  const ended = once(sample.child, "exit");
  sample.child.stdin.end();
  expect(await ended).toEqual([0, null]);
});
