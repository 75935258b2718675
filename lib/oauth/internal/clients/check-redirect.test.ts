import { expect, test } from "vitest";
import { checkRedirect } from "./check-redirect.ts";

test.each([
  ["https://app.example/cb", "https"],
  ["https://app.example:8443/cb?x=1", "https"],
  ["http://localhost/cb", "loopback"],
  ["http://127.0.0.1:5/cb", "loopback"],
  ["http://[::1]:5/cb", "loopback"],
  ["cursor://anysphere.cursor-mcp/oauth/callback", "scheme"],
  ["com.example.app:/cb", "scheme"],
])("%s may be returned to as %s", (uri, kind) => {
  expect(checkRedirect(uri)).toEqual({ ok: true, kind });
});

test.each([
  "http://evil.example/cb",
  "http://127.0.0.1.evil.example/cb",
  "http://localhost.evil.example/cb",
  "https://user@app.example/cb",
  "https://app.example@10.0.0.1/cb",
  "https://10.0.0.1/cb",
  "https://2130706433/cb",
  "https://[fd00::1]/cb",
  "https://[::ffff:7f00:1]/cb",
  "https://localhost/cb",
  "https://app.example/cb#f",
  "https://app.example/cb#",
  "https://app.example\\@evil.example/cb",
  "https://app.example/c b",
  "https://аpp.example/cb",
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "vbscript:x",
  "data:text/html,x",
  "file:///etc/passwd",
  "blob:https://app.example/x",
  "about:blank",
  "intent://x",
  "/cb",
  "",
  7,
  null,
])("E09 E12: %j may not be returned to", (uri) => {
  expect(checkRedirect(uri).ok).toBe(false);
});
