import { describe, expect, test } from "vitest";
import { ROLES } from "#lib/kernel/permissions.ts";
import { findRefusal, isAllowedByDefault } from "./policy.ts";

const EFFECTS = ["read", "write", "external", "destructive"] as const;
const group = (effect: (typeof EFFECTS)[number] = "read", credential = false, shared = true) => ({
  id: `agents.${effect}` as "agents.read",
  effect,
  credential,
  shared,
});
const base = {
  tool: { name: "list_agents", verdict: "ok" as const },
  group: group(),
  state: "approved" as const,
  role: "member" as const,
  rules: { allowed: [], denied: [] },
  isSharedAddress: true,
};

describe("what a role may use where nothing was decided", () => {
  test.each([
    ["owner", ["read", "write", "external", "destructive"], EFFECTS],
    ["admin", ["read", "write", "external", "destructive"], EFFECTS],
    ["member", ["read", "write", "external"], []],
    ["auditor", ["read"], []],
  ] as const)("%s: %j, and of credential groups %j", (role, plain, credential) => {
    expect(EFFECTS.filter((effect) => isAllowedByDefault(role, group(effect)))).toEqual(plain);
    expect(EFFECTS.filter((effect) => isAllowedByDefault(role, group(effect, true)))).toEqual(credential);
  });
});

describe("the layer that refuses", () => {
  test.each([
    ["nothing", {}, null],
    ["a tool that is gone", { state: "gone" }, "unknown"],
    ["a tool no admin approved", { state: "pending" }, "state"],
    ["a tool that is off", { state: "off", role: "owner" }, "state"],
    ["the role", { group: group("destructive") }, "role"],
    ["a group the organisation forbids", { rules: { allowed: [], denied: ["group:agents.read"] } }, "policy"],
    [
      "a group the organisation allows",
      { group: group("destructive"), rules: { allowed: ["group:agents.destructive"], denied: [] } },
      null,
    ],
    [
      "a tool forbidden in an allowed group",
      { rules: { allowed: ["group:agents.read"], denied: ["tool:list_agents"] } },
      "policy",
    ],
    [
      "a tool allowed in a forbidden group",
      { rules: { allowed: ["tool:list_agents"], denied: ["group:agents.read"] } },
      null,
    ],
    ["a group that is never shared", { group: group("read", false, false) }, "catalogue"],
    [
      "the same at the organisation's own address",
      { group: group("read", false, false), isSharedAddress: false },
      null,
    ],
  ] as const)("%s", (_name, change, expected) => {
    expect(findRefusal({ ...base, ...change })).toBe(expected);
  });

  test.each(["exclude", "self"] as const)(
    "a tool of verdict %s is never on the shared address, whoever asks",
    (verdict) => {
      const tool = { name: "list_agents", verdict };
      for (const role of ROLES) {
        const rules = { allowed: ["tool:list_agents", "group:agents.read"], denied: [] };
        expect(findRefusal({ ...base, tool, role, rules })).toBe("catalogue");
      }
    },
  );

  test("and on the organisation's own only by a decision about that very tool", () => {
    const tool = { name: "list_agents", verdict: "exclude" as const };
    const own = { ...base, tool, role: "owner" as const, isSharedAddress: false };
    expect(findRefusal(own)).toBe("catalogue");
    expect(findRefusal({ ...own, rules: { allowed: ["group:agents.read"], denied: [] } })).toBe("catalogue");
    expect(findRefusal({ ...own, rules: { allowed: ["tool:list_agents"], denied: [] } })).toBeNull();
  });
});
