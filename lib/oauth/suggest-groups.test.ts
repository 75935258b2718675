import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findGroup, GROUPS } from "#lib/catalog/groups.ts";
import { keepAllowed } from "./keep-allowed.ts";
import { type Preset, suggestGroups } from "./suggest-groups.ts";

const offered = [
  { id: "agents.read", locked: null },
  { id: "agents.write", locked: null },
  { id: "agents.destructive", locked: null },
  { id: "credentials.read", locked: null },
  { id: "chat.external", locked: null },
  { id: "schedules.write", locked: "role" },
];

test("what was asked for is ticked, but never a destructive or credential group", () => {
  const requested = ["agents.read", "agents.destructive", "credentials.read"];
  expect(suggestGroups(offered, { requested })).toEqual(["agents.read"]);
});

test("an app that asks for nothing gets the same rule over everything", () => {
  expect(suggestGroups(offered, { requested: [] })).toEqual(["agents.read", "agents.write", "chat.external"]);
});

test("a group the role does not allow is never ticked", () => {
  expect(suggestGroups(offered, { requested: ["schedules.write"] })).toEqual([]);
});

test.each([
  ["read", ["agents.read"]],
  ["all", ["agents.read", "agents.write", "chat.external"]],
] as const)("the preset %s ticks its kind whatever was asked", (preset, expected) => {
  expect(suggestGroups(offered, { requested: ["agents.write"] }, preset)).toEqual(expected);
});

test("what a refused call needs is ticked beside what was asked, a destructive group is not", () => {
  const wish = { requested: ["agents.read"], needed: ["chat.external", "agents.destructive"] };
  expect(suggestGroups(offered, wish)).toEqual(["agents.read", "chat.external"]);
});

test("after a connection the app gave up, ticked is what that one had and what is needed, not all it asks for", () => {
  const wish = {
    requested: ["agents.read", "agents.write", "chat.external"],
    needed: ["agents.write", "credentials.read"],
    had: ["agents.read", "agents.destructive"],
  };
  expect(suggestGroups(offered, wish)).toEqual(["agents.read", "agents.write", "agents.destructive"]);
});

describe("whatever is asked, offered and ticked", () => {
  const id = fc.oneof(
    fc.constantFrom(...GROUPS.map((group) => group.id)),
    fc.constantFrom("", "__proto__", "toString", "agents.read agents.write", "AGENTS.READ", "openid"),
  );
  const ids = fc.array(id, { maxLength: 80 });
  const groups = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom(...GROUPS.map((group) => group.id)),
      locked: fc.constantFrom(null, null, "role", "policy"),
    }),
    { selector: (group) => group.id },
  );
  const wish = fc.record({ requested: ids, needed: ids, had: fc.option(ids) });
  const preset = fc.constantFrom<Preset>("suggested", "read", "all");
  const isDangerous = (one: string) =>
    findGroup(one)?.effect === "destructive" || findGroup(one)?.credential === true;
  const open = (list: readonly { id: string; locked: string | null }[]) =>
    list.filter(({ locked }) => locked === null).map((group) => group.id);
  const check = <Input>(property: fc.IProperty<Input>) => fc.assert(property, { numRuns: 500 });

  test("nothing is ticked or kept that was not offered and open, and nothing twice", () => {
    check(
      fc.property(groups, wish, preset, ids, (list, asked, start, ticked) => {
        for (const result of [suggestGroups(list, asked, start), keepAllowed(list, ticked)]) {
          expect(open(list)).toEqual(expect.arrayContaining(result));
          expect(new Set(result).size).toBe(result.length);
        }
      }),
    );
  });

  test("a destructive or credential group is ticked only where the person had ticked it before", () => {
    check(
      fc.property(groups, wish, preset, (list, asked, start) => {
        const before = start === "suggested" ? (asked.had ?? []) : [];
        const ticked = suggestGroups(list, asked, start).filter((one) => isDangerous(one));
        expect(before).toEqual(expect.arrayContaining(ticked));
      }),
    );
  });

  test("order and repetition change nothing", () => {
    check(
      fc.property(groups, wish, preset, ids, (list, asked, start, ticked) => {
        const turned = {
          requested: [...asked.requested.toReversed(), ...asked.requested],
          needed: asked.needed.toReversed(),
          had: asked.had?.toReversed() ?? null,
        };
        expect(suggestGroups(list, turned, start)).toEqual(suggestGroups(list, asked, start));
        expect(keepAllowed(list, [...ticked, ...ticked.toReversed()])).toEqual(keepAllowed(list, ticked));
        const reversed = suggestGroups(list.toReversed(), asked, start);
        expect(reversed.toReversed()).toEqual(suggestGroups(list, asked, start));
      }),
    );
  });

  test("what is ticked is kept as it is, and asked for again it is ticked again", () => {
    check(
      fc.property(groups, wish, preset, (list, asked, start) => {
        const ticked = suggestGroups(list, asked, start);
        expect(keepAllowed(list, ticked)).toEqual(ticked);
        expect(suggestGroups(list, { requested: [], had: ticked })).toEqual(ticked);
      }),
    );
  });

  test("everything asked for that is safe and open is ticked", () => {
    check(
      fc.property(groups, ids, (list, requested) => {
        fc.pre(requested.length > 0);
        const expected = open(list).filter((one) => requested.includes(one as never) && !isDangerous(one));
        expect(suggestGroups(list, { requested })).toEqual(expected);
      }),
    );
  });
});
