import { afterEach, describe, expect, test, vi } from "vitest";
import { newId } from "#lib/kernel/ids.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { openState, type StatePlace, sealState } from "./seal-state.ts";

useDatabase();
afterEach(() => void vi.useRealTimers());

const place = (): StatePlace => ({
  tenantId: newId(),
  personId: newId(),
  grantId: newId(),
  upstreamId: newId(),
  method: "tools/call",
  name: "a|b",
});

describe("G23: a request state", () => {
  test("gives the instance's bytes back, whatever they are", () => {
    const mine = place();
    const held = JSON.stringify('ü " \\ 9007199254740993 {"__proto__":1}');
    for (const kind of ["relayed", "parked", "again"] as const) {
      expect(openState(sealState({ kind, held }, mine), mine)).toEqual({ kind, held });
    }
  });

  test("tells nothing of what it holds", () => {
    const state = sealState({ kind: "relayed", held: '"secret words"' }, place());
    expect(Buffer.from(state, "base64url").includes("secret words")).toBe(false);
  });

  test("does not open with any byte flipped, cut, or added", () => {
    const mine = place();
    const state = sealState({ kind: "relayed", held: '"s"' }, mine);
    const bytes = Buffer.from(state, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(openState(flipped.toString("base64url"), mine)).toBeNull();
    }
    for (const wrong of [`${state}-TAMPERED`, `${state}=`, ` ${state}`, state.slice(1), "", null, 7, {}]) {
      expect(openState(wrong, mine)).toBeNull();
    }
  });

  test.each(["tenantId", "personId", "grantId", "upstreamId", "method", "name"] as const)(
    "does not open with another %s",
    (member) => {
      const mine = place();
      const state = sealState({ kind: "relayed", held: '"s"' }, mine);
      expect(
        openState(state, { ...mine, [member]: place()[member] === mine[member] ? "other" : place()[member] }),
      ).toBeNull();
    },
  );

  test("does not open after a quarter of an hour", () => {
    const mine = place();
    const state = sealState({ kind: "relayed", held: '"s"' }, mine);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 14 * 60_000 });
    expect(openState(state, mine)).not.toBeNull();
    vi.setSystemTime(Date.now() + 2 * 60_000);
    expect(openState(state, mine)).toBeNull();
  });
});
