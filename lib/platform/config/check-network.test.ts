import { expect, test } from "vitest";
import { isNetwork } from "./check-network.ts";
import { parseConfig } from "./parse-config.ts";

test.each(["10.0.0.5", "10.0.0.0/8", "::1", "fd00::/8", "2a00:1450::1/128", "127.0.0.1"])(
  "%s can be a trusted proxy",
  (text) => expect(isNetwork(text)).toBe(true),
);

test.each([
  "0.0.0.0/0",
  "::/0",
  "10.0.0.0/33",
  "::ffff:10.0.0.5",
  "::ffff:0:0/96",
  "10.1",
  "0x7f.1",
  "proxy.internal",
  "*",
  "",
  "10.0.0.0/",
  "/8",
])("M03: %s cannot", (text) => expect(isNetwork(text)).toBe(false));

test.each([
  [{ TRUSTED_PROXIES: "10.0.0.0/8, everybody" }, "TRUSTED_PROXIES"],
  [{ TRUSTED_PROXIES: "0.0.0.0/0" }, "TRUSTED_PROXIES"],
  [{ SECURITY_CONTACT: "call us" }, "SECURITY_CONTACT"],
  [{ SECURITY_CONTACT: "javascript:alert(1)" }, "SECURITY_CONTACT"],
  [{ SUPPORT_CONTACT: "http://help.example.com" }, "SUPPORT_CONTACT"],
  [{ CLAUDE_LISTING: "https://claude.ai.example.com/directory/connectors/trinity" }, "CLAUDE_LISTING"],
  [{ CLAUDE_LISTING: "https://claude.ai/new?next=https://elsewhere.example" }, "CLAUDE_LISTING"],
])("%o stops the start", (env, name) => {
  expect(parseConfig(env)).toMatchObject({ ok: false, reason: expect.stringContaining(name) });
});
