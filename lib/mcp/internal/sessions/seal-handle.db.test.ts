import { expect, test, vi } from "vitest";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { GrantId, MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { openHandle, sealHandle } from "./seal-handle.ts";

useDatabase();

const ACTOR: ClientActor = {
  kind: "client",
  personId: "p-1" as PersonId,
  tenantId: "t-1" as TenantId,
  membershipId: "m-1" as MembershipId,
  role: "member",
  grantId: "g-1" as GrantId,
  clientId: "c-1",
  groups: [],
  resource: "https://connect.example/api/mcp",
  isSharedAddress: true,
};
const OWNER = { actor: ACTOR, address: null };
const CAPABILITIES = {
  elicitation: { form: { applyDefaults: true }, url: {} },
  sampling: { tools: {}, context: {} },
  roots: { listChanged: true },
  tasks: { cancel: {} },
};
const AGREED = {
  protocolVersion: "2025-11-25",
  capabilities: CAPABILITIES,
  clientInfo: { name: "claude-code", version: "2.1.329", icons: [{ src: "x".repeat(5_000) }] },
};

test("a handle holds what was agreed, in visible ASCII and at most 512 characters, and no two are alike", () => {
  const handle = sealHandle(OWNER, AGREED);
  expect(handle).toMatch(/^[\x21-\x7e]{1,512}$/);
  expect(sealHandle(OWNER, AGREED)).not.toBe(handle);
  expect(openHandle(handle, OWNER)).toMatchObject({
    protocolVersion: "2025-11-25",
    clientCapabilities: {
      elicitation: { form: {}, url: {} },
      sampling: { tools: {}, context: {} },
      roots: { listChanged: true },
    },
    clientInfo: { name: "claude-code", version: "2.1.329" },
  });
});

test("short extensions are kept, long ones are not", () => {
  const short = { "io.example/ui": { mimeTypes: ["text/html"] } };
  const long = { "io.example/ui": { mimeTypes: ["x".repeat(300)] } };
  const keep = (extensions: object) =>
    openHandle(sealHandle(OWNER, { ...AGREED, capabilities: { extensions } }), OWNER)?.clientCapabilities;
  expect(keep(short)).toEqual({ extensions: short });
  expect(keep(long)).toEqual({});
});

test.each([
  ["another person's", { personId: "p-2" as PersonId }],
  ["another organisation's", { tenantId: "t-2" as TenantId }],
  ["another connection's", { grantId: "g-2" as GrantId }],
  ["another resource's", { resource: "https://connect.example/api/mcp/acme" }],
])("G20: %s handle does not open", (_whose, other) => {
  const handle = sealHandle(OWNER, AGREED);
  expect(openHandle(handle, { ...OWNER, actor: { ...ACTOR, ...other } })).toBeNull();
});

test("G20: a handle does not open at another address, altered, cut, or made up", () => {
  const handle = sealHandle(OWNER, AGREED);
  expect(openHandle(handle, { ...OWNER, address: "acme" })).toBeNull();
  for (const at of [0, 3, 100, handle.length - 2]) {
    const other = handle[at] === "A" ? "B" : "A";
    expect(openHandle(handle.slice(0, at) + other + handle.slice(at + 1), OWNER)).toBeNull();
  }
  for (const made of [
    "",
    "x",
    "../../etc",
    handle.slice(0, -4),
    `${handle}AAAA`,
    "A".repeat(400),
    "é".repeat(200),
  ]) {
    expect(openHandle(made, OWNER)).toBeNull();
  }
});

test("an expired handle does not open", () => {
  const handle = sealHandle(OWNER, AGREED);
  vi.useFakeTimers({ now: Date.now() + 31 * 24 * 3_600_000, toFake: ["Date"] });
  expect(openHandle(handle, OWNER)).toBeNull();
  vi.useRealTimers();
  expect(openHandle(handle, OWNER)).not.toBeNull();
});

test("a handle outlives the rotation of the secrets it was sealed under", () => {
  const config = getConfig();
  const handle = sealHandle(OWNER, AGREED);
  setConfig({ ...config, secrets: ["ab".repeat(32), ...config.secrets] });
  expect(openHandle(handle, OWNER)).not.toBeNull();
  expect(openHandle(sealHandle(OWNER, AGREED), OWNER)).not.toBeNull();
  setConfig(config);
});
