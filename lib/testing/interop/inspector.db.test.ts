import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { useFixture } from "../behind-proxy/use-fixture.ts";
import { useDatabase } from "../use-database.ts";
import { runClient } from "./run-client.ts";

useDatabase();
const scene = useFixture(1);

const CLI = fileURLToPath(
  new URL(
    "clients/launcher/build/index.js",
    import.meta.resolve("@modelcontextprotocol/inspector/package.json"),
  ),
);

/** The Inspector's command line, which signs in by itself and asks one thing. */
async function inspect(method: string, ...args: string[]): Promise<unknown> {
  const callback = `http://127.0.0.1:${await findFreePort()}/oauth/callback`;
  const { code, output, errors } = await runClient(
    [CLI, "--cli", scene.url, "--transport", "http", "--callback-url", callback, "--method", method, ...args],
    { onAuthorize: scene.allow, env: { MCP_AUTO_OPEN_ENABLED: "true" } },
  );
  if (code !== 0) throw new Error(`the Inspector ended with ${code}: ${output} ${errors}`);
  return JSON.parse(output) as unknown;
}

describe.each(["legacy", "modern"])("the MCP Inspector's command line, %s", (era) => {
  const ask = (method: string, ...args: string[]) => inspect(method, "--protocol-era", era, ...args);

  test("signs in and lists the tools", async () => {
    const { tools } = (await ask("tools/list")) as { tools: { name: string }[] };
    expect(tools.map(({ name }) => name)).toContain("test_simple_text");
  });

  test("calls a tool", async () => {
    expect(await ask("tools/call", "--tool-name", "test_simple_text")).toMatchObject({
      content: [{ text: "This is a simple text response for testing." }],
    });
  });

  test("reads prompts and resources", async () => {
    expect(await ask("prompts/get", "--prompt-name", "test_simple_prompt")).toMatchObject({
      messages: [{ role: "user" }],
    });
    expect(await ask("resources/read", "--uri", "test://static-text")).toMatchObject({
      contents: [{ uri: "test://static-text" }],
    });
  });
});
