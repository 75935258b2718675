import fc from "fast-check";
import { expect, test } from "vitest";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import { type AskedGrant, matchGrants } from "./match-grants.ts";

const RESOURCE = "https://connect.example/api/mcp";
const HERE = { redirectHost: "localhost:54321", resource: RESOURCE };

function grant(over: Partial<AskedGrant> = {}): AskedGrant {
  return {
    id: newId<GrantId>(),
    groups: ["agents.read"],
    askedGroups: ["agents.write"],
    createdAt: new Date(0),
    endedAt: null,
    ...HERE,
    ...over,
  };
}

test("the only connection that was refused something is the one to widen, by what it lacks", () => {
  const row = grant({ askedGroups: ["agents.read", "agents.write"] });
  expect(matchGrants([row], HERE)).toEqual({
    kind: "widen",
    grantId: row.id,
    since: row.createdAt,
    has: ["agents.read"],
    asked: ["agents.write"],
  });
});

test("nothing refused, or all of it allowed meanwhile, is a request like any other", () => {
  expect(matchGrants([], HERE)).toBeNull();
  expect(matchGrants([grant({ groups: ["agents.read", "agents.write"] })], HERE)).toBeNull();
});

test("of two that were refused something none is widened, also when one of them has ended", () => {
  const [one, two] = [grant(), grant({ askedGroups: ["chat.external"] })];
  expect(matchGrants([one, two], HERE)).toEqual({
    kind: "anew",
    had: null,
    asked: ["agents.write", "chat.external"],
  });
  const ended = grant({ endedAt: new Date(5), groups: ["runs.read"] });
  expect(matchGrants([one, ended], HERE)).toEqual({
    kind: "anew",
    had: ["runs.read"],
    asked: ["agents.write"],
  });
});

test("a connection to another of our addresses is never widened, but says where a new one starts from", () => {
  const own = { resource: `${RESOURCE}/acme` };
  expect(matchGrants([grant(own)], HERE)).toEqual({ kind: "anew", had: null, asked: ["agents.write"] });
  const ended = grant({ ...own, endedAt: new Date(5) });
  expect(matchGrants([ended], HERE)).toMatchObject({ kind: "anew", had: ["agents.read"] });
});

test("of several that ended the last one says what the app had", () => {
  const rows = [10, 30, 20].map((time) => grant({ endedAt: new Date(time), groups: [`g${time}.read`] }));
  expect(matchGrants(rows, HERE)).toMatchObject({ kind: "anew", had: ["g30.read"] });
});

test.each([
  ["localhost:1", "localhost:65535", true],
  ["localhost", "localhost:1", true],
  ["[::1]:1", "[::1]:2", true],
  ["localhost:1", "127.0.0.1:1", false],
  ["claude.ai", "claude.ai", true],
  ["claude.ai", "claude.ai:8443", false],
  ["claude.ai", "localhost:1", false],
  ["cursor:", "cursor:", true],
  ["cursor:", "vscode:", false],
  ["localhost.evil.example:1", "localhost:1", false],
])("a connection that returns to %s and a request that returns to %s: the same place, %s", (a, b, isSame) => {
  expect(matchGrants([grant({ redirectHost: a })], { ...HERE, redirectHost: b }) !== null).toBe(isSame);
});

test("whatever the rows, only one live connection is widened, only by what it was refused and has not", () => {
  const group = fc.constantFrom("a.read", "b.write", "c.external", "d.destructive");
  const row = fc.record({
    groups: fc.uniqueArray(group),
    askedGroups: fc.uniqueArray(group),
    endedAt: fc.option(fc.date({ noInvalidDate: true })),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (specs) => {
      const rows = specs.map((spec) => grant(spec));
      const found = matchGrants(rows, HERE);
      if (found === null) return;
      const known = new Set(rows.flatMap(({ askedGroups }) => askedGroups));
      expect(found.asked.every((one) => known.has(one))).toBe(true);
      expect(new Set(found.asked).size).toBe(found.asked.length);
      if (found.kind === "anew") return;
      expect(rows).toHaveLength(1);
      expect([rows[0]?.endedAt, rows[0]?.id]).toEqual([null, found.grantId]);
      expect(found.asked.filter((one) => found.has.includes(one))).toEqual([]);
    }),
  );
});
