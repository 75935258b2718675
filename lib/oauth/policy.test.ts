import { expect, test } from "vitest";
import { classifyClient, isExtendable, REQUEST_MINUTES, REQUEST_MINUTES_MAX } from "./policy.ts";

const CLAUDE = "https://claude.ai/oauth/mcp-oauth-client-metadata";

test.each([
  [
    CLAUDE,
    "https://claude.ai/api/mcp/auth_callback",
    { identity: "verified", publisher: "Anthropic", host: "claude.ai" },
  ],
  [CLAUDE, "https://evil.example/cb", { identity: "registered", publisher: "Anthropic", host: "claude.ai" }],
  [CLAUDE, "https://claude.ai.evil.example/cb", { identity: "registered" }],
  [CLAUDE, "https://chatgpt.com/cb", { identity: "registered" }],
  ["https://claude.ai.evil.example/c", "https://claude.ai/api/mcp/auth_callback", { identity: "registered" }],
  ["https://clаude.ai/c", "https://clаude.ai/cb", { identity: "known", host: "xn--clude-5ve.ai" }],
  ["https://app.example/c.json", "https://app.example/cb", { identity: "known", host: "app.example" }],
  ["https://app.example/c.json", "https://login.app.example/cb", { identity: "known" }],
  ["https://login.app.example/c.json", "https://app.example/cb", { identity: "registered" }],
  [
    "https://claude.ai/oauth/claude-code-client-metadata",
    "http://localhost:1/callback",
    { identity: "local" },
  ],
  ["https://app.example/c.json", "cursor://x/cb", { identity: "local" }],
  ["dcr_x", "https://claude.ai/api/mcp/auth_callback", { identity: "registered" }],
  ["dcr_x", "http://127.0.0.1:1/cb", { identity: "local" }],
])("B09 B10: %s returning to %s is shown as what it is", (clientId, redirectUri, expected) => {
  expect(classifyClient(clientId, redirectUri)).toMatchObject(expected);
});

test("a request extended at the last second each time is extended ten times, and no eleventh", () => {
  let [times, exp] = [0, REQUEST_MINUTES * 60];
  while (isExtendable({ iat: 0, exp })) {
    exp += REQUEST_MINUTES * 60;
    times += 1;
  }
  expect([times, exp]).toEqual([10, REQUEST_MINUTES_MAX * 60]);
});
