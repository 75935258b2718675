import { randomBytes } from "node:crypto";
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { PromptListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GROUPS } from "#lib/catalog/groups.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { allowOutbound, type Gateway, openGateway } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import { type Fixture, openFixture } from "../../../../e2e/conformance-server/open-fixture.ts";

useDatabase();

const KEY = `trinity_mcp_${randomBytes(32).toString("base64url")}`;
const INFO = { name: "test", version: "1.0.0" };
const FEATURES = ["prompts", "resources", "completions", "resources.subscribe", "logging"];
const TRIGGER = { name: "test_trigger_prompt_change", arguments: {} };
let fixture: Fixture;
let gateway: Gateway;
let token: string;

beforeAll(async () => {
  fixture = await openFixture(KEY);
  gateway = await openGateway();
  allowOutbound(fixture.url);
  const tenant = await mintTenant();
  const spec = { url: fixture.url, key: KEY, tools: [TRIGGER.name], declared: FEATURES };
  await mintUpstream(tenant, { ...spec, name: "One" });
  await mintUpstream(tenant, { ...spec, name: "Two", slug: "two" });
  const owner = await mintMember(tenant, "owner");
  token = (await mintGrantWithToken(owner, { groups: GROUPS.map(({ id }) => id) })).token;
});
afterAll(async () => {
  await closeSessions();
  await gateway.close();
  await fixture.close();
});

const options = () => ({ requestInit: { headers: { Authorization: `Bearer ${token}` } } });
const url = () => new URL(`${gateway.url}/api/mcp`);
const connectModern = async () => {
  const client = new ModernClient(INFO, { versionNegotiation: { mode: "auto" } });
  await client.connect(new ModernTransport(url(), options()));
  expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
  return client;
};
const connectLegacy = async () => {
  const client = new LegacyClient(INFO);
  // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
  await client.connect(new LegacyTransport(url(), options()) as Parameters<LegacyClient["connect"]>[0]);
  return client;
};

describe.each([
  ["v2", connectModern],
  ["v1", connectLegacy],
] as const)("the SDK's client %s", (_version, connect) => {
  test("lists, gets, reads and completes of two instances", async () => {
    const client = await connect();
    expect(client.getServerCapabilities()).toMatchObject({
      prompts: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      completions: {},
    });
    const prompts = (await client.listPrompts()).prompts.map(({ name }) => name);
    expect(prompts.filter((name) => name.endsWith("test_simple_prompt"))).toEqual([
      "test_simple_prompt",
      "two_test_simple_prompt",
    ]);
    const args = { arg1: "a", arg2: "b" };
    const got = await client.getPrompt({ name: "two_test_prompt_with_arguments", arguments: args });
    expect(JSON.stringify(got.messages)).toContain("arg1='a', arg2='b'");
    const resources = (await client.listResources()).resources.map(({ uri }) => uri);
    expect(resources).toEqual(expect.arrayContaining(["test://static-text", "two+test://static-text"]));
    for (const uri of ["test://static-binary", "two+test://static-binary"]) {
      expect((await client.readResource({ uri })).contents).toMatchObject([{ uri, mimeType: "image/png" }]);
    }
    const templates = (await client.listResourceTemplates()).resourceTemplates;
    expect(templates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      "test://template/{id}/data",
      "two+test://template/{id}/data",
    ]);
    const filled = await client.readResource({ uri: "two+test://template/7/data" });
    expect(JSON.stringify(filled.contents)).toContain("Data for ID: 7");
    const ref = { type: "ref/prompt" as const, name: "two_test_prompt_with_arguments" };
    const completed = await client.complete({ ref, argument: { name: "arg1", value: "par" } });
    expect(completed.completion.values).toEqual(["paris", "park", "party"]);
    await client.close();
  });

  test("is told what is not there, by the instance or by us", async () => {
    const client = await connect();
    for (const uri of ["test://none", "two+test://none", "three+test://none"]) {
      await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32_602 });
    }
    await expect(client.getPrompt({ name: "none" })).rejects.toMatchObject({ code: -32_602 });
    await client.close();
  });
});

describe("an instance's prompts change", () => {
  test("v2 hears of it on the stream it opened", async () => {
    const client = await connectModern();
    const heard = Promise.withResolvers<void>();
    client.setNotificationHandler("notifications/prompts/list_changed", () => heard.resolve());
    const listening = await client.listen({
      promptsListChanged: true,
      resourceSubscriptions: ["test://static-text"],
    });
    expect(listening.honoredFilter).toEqual({
      promptsListChanged: true,
      resourceSubscriptions: ["test://static-text"],
    });
    const again = setInterval(() => void client.callTool(TRIGGER).catch(() => undefined), 100);
    await heard.promise;
    clearInterval(again);
    await listening.close();
    await client.close();
  });

  test("v1 hears of it on its session's stream", async () => {
    const client = await connectLegacy();
    const heard = Promise.withResolvers<void>();
    client.setNotificationHandler(PromptListChangedNotificationSchema, () => heard.resolve());
    const again = setInterval(() => void client.callTool(TRIGGER).catch(() => undefined), 100);
    await heard.promise;
    clearInterval(again);
    await client.close();
  });
});
