import fc from "fast-check";
import { expect, test } from "vitest";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import { type AskedGrant, matchGrants } from "./match-grants.ts";

const HOST = "localhost:54321";

function grant(over: Partial<AskedGrant> = {}): AskedGrant {
  return {
    id: newId<GrantId>(),
    groups: ["agents.read"],
    askedGroups: ["agents.write"],
    createdAt: new Date(0),
    endedAt: null,
    redirectHost: HOST,
    ...over,
  };
}

test("the only connection that was refused something is the one to widen, by what it lacks", () => {
  const row = grant({ askedGroups: ["agents.read", "agents.write"] });
  expect(matchGrants([row], HOST)).toEqual({
    kind: "widen",
    grantId: row.id,
    since: row.createdAt,
    has: ["agents.read"],
    asked: ["agents.write"],
  });
});

test("nothing refused, or all of it allowed meanwhile, is a request like any other", () => {
  expect(matchGrants([], HOST)).toBeNull();
  expect(matchGrants([grant({ groups: ["agents.read", "agents.write"] })], HOST)).toBeNull();
});

test("of two that were refused something none is widened, also when one of them has ended", () => {
  const [one, two] = [grant(), grant({ askedGroups: ["chat.external"] })];
  expect(matchGrants([one, two], HOST)).toEqual({
    kind: "anew",
    had: null,
    asked: ["agents.write", "chat.external"],
  });
  const ended = grant({ endedAt: new Date(5), groups: ["runs.read"] });
  expect(matchGrants([one, ended], HOST)).toEqual({
    kind: "anew",
    had: ["runs.read"],
    asked: ["agents.write"],
  });
});

test("of several that ended the last one says what the app had", () => {
  const rows = [10, 30, 20].map((time) => grant({ endedAt: new Date(time), groups: [`g${time}.read`] }));
  expect(matchGrants(rows, HOST)).toMatchObject({ kind: "anew", had: ["g30.read"] });
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
  expect(matchGrants([grant({ redirectHost: a })], b) !== null).toBe(isSame);
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
      const found = matchGrants(rows, HOST);
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
