import {
  Client as ModernClient,
  type OAuthClientProvider as ModernProvider,
  StreamableHTTPClientTransport as ModernTransport,
} from "@modelcontextprotocol/client";
import type { OAuthClientProvider as LegacyProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { describe, expect, test } from "vitest";
import { useFixture } from "../behind-proxy/use-fixture.ts";
import { useDatabase } from "../use-database.ts";

useDatabase();
const scene = useFixture(1);

const INFO = { name: "interop", version: "1.0.0" };
const REDIRECT = "http://localhost:54321/callback";

/** What an app of the SDK keeps of its connection; the address it would open is there to be answered. */
function makeProvider() {
  const kept: { client?: unknown; tokens?: unknown; verifier?: string; asked?: string } = {};
  return {
    kept,
    redirectUrl: REDIRECT,
    clientMetadata: {
      client_name: "Interop",
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
    },
    clientInformation: () => kept.client,
    saveClientInformation: (client: unknown) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens: unknown) => void (kept.tokens = tokens),
    redirectToAuthorization: (url: URL) => void (kept.asked = url.href),
    saveCodeVerifier: (verifier: string) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier ?? "",
  };
}

async function connectLegacy(): Promise<LegacyClient> {
  const provider = makeProvider();
  const open = () =>
    new LegacyTransport(new URL(scene.url), { authProvider: provider as unknown as LegacyProvider });
  const first = open();
  // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
  type Transport = Parameters<LegacyClient["connect"]>[0];
  await expect(new LegacyClient(INFO).connect(first as Transport)).rejects.toThrow("Unauthorized");
  const returned = await scene.consent(String(provider.kept.asked));
  await first.finishAuth(returned.searchParams.get("code") ?? "");
  const client = new LegacyClient(INFO);
  await client.connect(open() as Transport);
  return client;
}

async function connectModern(mode: "legacy" | "auto"): Promise<ModernClient> {
  const provider = makeProvider();
  const open = () =>
    new ModernTransport(new URL(scene.url), { authProvider: provider as unknown as ModernProvider });
  const first = open();
  const make = () => new ModernClient(INFO, { versionNegotiation: { mode } });
  await expect(make().connect(first)).rejects.toThrow("Unauthorized");
  const returned = await scene.consent(String(provider.kept.asked));
  await first.finishAuth(returned.searchParams);
  const client = make();
  await client.connect(open());
  return client;
}

describe.each([
  ["v1", "2025-11-25", connectLegacy],
  ["v2", "2025-11-25", () => connectModern("legacy")],
  ["v2", "2026-07-28", () => connectModern("auto")],
] as const)("the SDK's client %s in %s", (_name, version, connect) => {
  test("signs in by itself; tools, prompts, resources and completions work", async () => {
    const client = await connect();
    const negotiated = client instanceof ModernClient ? client.getNegotiatedProtocolVersion() : version;
    expect(negotiated).toBe(version);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain("test_simple_text");
    expect((await client.callTool({ name: "test_simple_text", arguments: {} })).content).toMatchObject([
      { type: "text", text: "This is a simple text response for testing." },
    ]);
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toContain("test_simple_prompt");
    expect((await client.getPrompt({ name: "test_simple_prompt" })).messages).toHaveLength(1);
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toContain("test://static-text");
    const read = await client.readResource({ uri: "test://template/123/data" });
    expect(read.contents).toMatchObject([{ uri: "test://template/123/data" }]);
    const ref = { type: "ref/prompt" as const, name: "test_prompt_with_arguments" };
    const completed = await client.complete({ ref, argument: { name: "arg1", value: "par" } });
    expect(completed.completion.values).toEqual(["paris", "park", "party"]);
    await client.close();
  });

  test("hears of progress", async () => {
    const client = await connect();
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }) => void heard.push(progress);
    const call = { name: "test_tool_with_progress", arguments: {} };
    if (client instanceof ModernClient) await client.callTool(call, { onprogress });
    else await client.callTool(call, undefined, { onprogress });
    expect(heard).toEqual([0, 50, 100]);
    await client.close();
  });
});
