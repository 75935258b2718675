import { expect, test } from "vitest";
import { toAddConnectorUrl } from "./to-add-connector-url.ts";
import { toCursorUrl, toVsCodeUrl } from "./to-install-url.ts";

const ADDRESS = "https://connect.example.com/api/mcp/abcdefghijkl2345";

test("Claude's page for adding a connector gets our name and the address", () => {
  const url = new URL(toAddConnectorUrl(ADDRESS));
  expect(`${url.origin}${url.pathname}`).toBe("https://claude.ai/customize/connectors");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    modal: "add-custom-connector",
    connectorName: "Trinity Connect",
    connectorUrl: ADDRESS,
  });
});

test("Cursor gets the name and, in base64, what stands under it in mcp.json", () => {
  const url = new URL(toCursorUrl(ADDRESS));
  expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(
    "cursor://anysphere.cursor-deeplink/mcp/install",
  );
  expect(url.searchParams.get("name")).toBe("trinity");
  const config = Buffer.from(url.searchParams.get("config") ?? "", "base64").toString("utf8");
  expect(JSON.parse(config)).toEqual({ url: ADDRESS });
});

test("VS Code gets one encoded object behind the question mark, and nothing else", () => {
  const [opener, payload, ...rest] = toVsCodeUrl(ADDRESS).split("?");
  expect([opener, rest]).toEqual(["vscode:mcp/install", []]);
  expect(payload).not.toMatch(/["{}\s]/);
  expect(JSON.parse(decodeURIComponent(payload ?? ""))).toEqual({
    name: "trinity",
    type: "http",
    url: ADDRESS,
  });
});
