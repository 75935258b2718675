import { describe, expect, test } from "vitest";
import { findGroup, GROUPS, HEADINGS, isGroupId, SHARED_SCOPES } from "./groups.ts";
import { GroupIdSchema } from "./schema.ts";

describe("the closed list of groups", () => {
  test("ids are unique and name one effect", () => {
    const ids = GROUPS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, effect } of GROUPS) {
      expect(id).toMatch(/^[a-z]+\.(read|write|destructive|external)$/);
      expect(id.split(".")[1]).toBe(effect);
    }
  });

  test("groups stand together under their heading, in the order of the headings, and no heading is empty", () => {
    const order = GROUPS.map(({ heading }) => HEADINGS.indexOf(heading));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(HEADINGS.length);
  });

  test("every group has a title of its own and one short sentence of consequence", () => {
    expect(new Set(GROUPS.map(({ title }) => title)).size).toBe(GROUPS.length);
    for (const { title, consequence } of GROUPS) {
      expect(title.length).toBeLessThanOrEqual(50);
      expect(consequence).toMatch(/^[A-Z][^.!?]{20,140}\.$/);
    }
  });

  test("a group of unknown tools exists for each effect", () => {
    for (const effect of ["read", "write", "destructive", "external"])
      expect(isGroupId(`other.${effect}`)).toBe(true);
  });

  test("an id is looked up exactly, and inherited names are no ids", () => {
    expect(findGroup("agents.read")?.title).toBe("See agents");
    for (const id of ["Agents.read", "agents", "constructor", "__proto__", ""]) {
      expect(findGroup(id)).toBeNull();
      expect(GroupIdSchema.safeParse(id).success).toBe(false);
    }
    expect(GroupIdSchema.parse("chat.external")).toBe("chat.external");
  });
});

describe("the scopes of the shared address", () => {
  test("hold no destructive, credential, payment or unshared group, and every other one", () => {
    expect(SHARED_SCOPES).toEqual(
      GROUPS.filter((group) => group.shared && group.effect !== "destructive" && !group.credential).map(
        ({ id }) => id,
      ),
    );
    expect(SHARED_SCOPES.join(" ")).not.toMatch(
      /destructive|credentials|secrets|payments|subscriptions|login|self|calls/,
    );
  });

  test("keep their published order, so that metadata and challenge agree byte for byte", () => {
    expect(SHARED_SCOPES).toMatchInlineSnapshot(`
      [
        "agents.read",
        "agents.write",
        "chat.read",
        "chat.external",
        "playbooks.read",
        "rooms.read",
        "rooms.write",
        "rooms.external",
        "peers.read",
        "runs.read",
        "schedules.read",
        "schedules.write",
        "schedules.external",
        "loops.external",
        "skills.read",
        "skills.write",
        "templates.read",
        "sources.read",
        "git.read",
        "git.external",
        "systems.read",
        "messages.read",
        "messages.write",
        "messages.external",
        "operator.read",
        "reports.read",
        "monitoring.read",
        "monitoring.write",
        "other.read",
        "other.write",
        "other.external",
      ]
    `);
  });

  test("groups of money, secrets and sign-in are credential groups and never shared", () => {
    const risky = GROUPS.filter(({ id }) => /^(payments|secrets|subscriptions|login)\./.test(id));
    expect(risky.length).toBe(7);
    for (const { credential, shared } of risky) expect([credential, shared]).toEqual([true, false]);
  });
});
