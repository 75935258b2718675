import { beforeEach, describe, expect, test } from "vitest";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { type TokenAccess, TokenCache } from "./token-cache.ts";

let now = 0;
let cache: TokenCache;
beforeEach(() => {
  now = 1_000;
  cache = new TokenCache(() => now);
});

const accessOf = (name: string): TokenAccess => ({
  tenantAddress: "acme",
  actor: {
    kind: "client",
    grantId: `grant-${name}`,
    membershipId: `membership-${name}`,
    personId: `person-${name}`,
    tenantId: `tenant-${name}`,
    clientId: `client-${name}`,
  } as unknown as ClientActor,
});
const put = (name: string, secondsLeft = 3_600, lookup = cache.begin()) =>
  cache.put(name, accessOf(name), lookup, secondsLeft);

test("a token is answered from memory for five seconds from when its lookup began", () => {
  const lookup = cache.begin();
  now += 1_000;
  put("a", 3_600, lookup);
  now += 3_999;
  expect(cache.get("a")).toEqual(accessOf("a"));
  now += 1;
  expect(cache.get("a")).toBeUndefined();
});

test("D20: an entry dies with its token, whose remaining life the database counted", () => {
  put("a", 1.5);
  now += 1_499;
  expect(cache.get("a")).toBeDefined();
  now += 1;
  expect(cache.get("a")).toBeUndefined();
});

test.each([
  ["grant", "grant-a"],
  ["membership", "membership-a"],
  ["person", "person-a"],
  ["tenant", "tenant-a"],
  ["client", "tenant-a/client-a"],
  ["all", ""],
] as const)("%s: what it names is forgotten, what it does not name is kept", (kind, id) => {
  put("a");
  put("b");
  cache.evict({ kind, id });
  expect(cache.get("a")).toBeUndefined();
  expect(cache.get("b")).toEqual(kind === "all" ? undefined : accessOf("b"));
});

test("what may be called in an organisation is not what a token stands for", () => {
  put("a");
  cache.evict({ kind: "access", id: "tenant-a" });
  expect(cache.get("a")).toBeDefined();
});

test("an app blocked in one organisation keeps its place in the others", () => {
  put("a");
  cache.evict({ kind: "client", id: "tenant-b/client-a" });
  expect(cache.get("a")).toBeDefined();
});

describe("a lookup that an eviction overtook", () => {
  test.each([
    ["grant", "grant-a"],
    ["all", ""],
  ] as const)("%s: is not kept", (kind, id) => {
    const lookup = cache.begin();
    cache.evict({ kind, id });
    put("a", 3_600, lookup);
    expect(cache.get("a")).toBeUndefined();
  });

  test("is not kept either when it took longer than evictions are remembered", () => {
    const lookup = cache.begin();
    cache.evict({ kind: "grant", id: "grant-a" });
    now += 6_000;
    cache.evict({ kind: "grant", id: "grant-b" });
    put("a", 3_600, lookup);
    expect(cache.get("a")).toBeUndefined();
  });

  test("the next lookup is kept", () => {
    cache.evict({ kind: "grant", id: "grant-a" });
    put("a");
    expect(cache.get("a")).toBeDefined();
  });
});

test("after more evictions than are remembered one by one nothing older is served", () => {
  put("a");
  for (let count = 0; count <= 10_000; count += 1) cache.evict({ kind: "grant", id: `other-${count}` });
  expect(cache.get("a")).toBeUndefined();
});

test("20,000 tokens are kept, and the one used longest ago goes first", () => {
  put("first");
  put("second");
  for (let count = 0; count < 19_998; count += 1) put(`token-${count}`);
  expect(cache.get("first")).toBeDefined();
  put("one more");
  expect(cache.get("second")).toBeUndefined();
  expect(cache.get("first")).toBeDefined();
});
