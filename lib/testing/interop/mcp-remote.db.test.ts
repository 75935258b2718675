import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { useFixture } from "../behind-proxy/use-fixture.ts";
import { useDatabase } from "../use-database.ts";
import { watchForRequest } from "./watch-for-request.ts";

useDatabase();
const scene = useFixture(1);

const PROXY = fileURLToPath(new URL("dist/proxy.js", import.meta.resolve("mcp-remote/package.json")));

/** A host that knows stdio alone, before mcp-remote, which signs in. */
describe("mcp-remote", () => {
  let home: string;
  const client = new Client({ name: "stdio-host", version: "1.0.0" });
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "trinity-connect-client-"));
    const transport = new StdioClientTransport({
      command: execPath,
      args: [PROXY, scene.url, String(await findFreePort())],
      env: { HOME: home, PATH: process.env["PATH"] ?? "", BROWSER: "/bin/true" },
      stderr: "pipe",
    });
    watchForRequest(transport.stderr, scene.allow);
    await client.connect(transport);
  });
  afterAll(async () => {
    await client.close();
    await rm(home, { recursive: true, force: true });
  });

  test("signs in and lists the tools", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("test_simple_text");
  });

  test("calls a tool and passes progress on", async () => {
    const heard: number[] = [];
    const call = { name: "test_tool_with_progress", arguments: {} };
    const onprogress = ({ progress }: { progress: number }) => void heard.push(progress);
    const { content } = await client.callTool(call, undefined, { onprogress });
    expect(content).toMatchObject([{ type: "text" }]);
    expect(heard).toEqual([0, 50, 100]);
  });

  test("reads prompts and resources", async () => {
    expect(await client.getPrompt({ name: "test_simple_prompt" })).toMatchObject({
      messages: [{ role: "user" }],
    });
    const uri = "test://static-text";
    expect(await client.readResource({ uri })).toMatchObject({ contents: [{ uri }] });
  });
});
