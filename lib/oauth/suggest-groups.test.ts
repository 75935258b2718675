import { expect, test } from "vitest";
import { suggestGroups } from "./suggest-groups.ts";

const offered = [
  { id: "agents.read", locked: null },
  { id: "agents.write", locked: null },
  { id: "agents.destructive", locked: null },
  { id: "credentials.read", locked: null },
  { id: "chat.external", locked: null },
  { id: "schedules.write", locked: "role" },
];

test("what was asked for is ticked, but never a destructive or credential group", () => {
  const asked = ["agents.read", "agents.destructive", "credentials.read"];
  expect(suggestGroups(offered, asked)).toEqual(["agents.read"]);
});

test("an app that asks for nothing gets the same rule over everything", () => {
  expect(suggestGroups(offered, [])).toEqual(["agents.read", "agents.write", "chat.external"]);
});

test("a group the role does not allow is never ticked", () => {
  expect(suggestGroups(offered, ["schedules.write"])).toEqual([]);
});

test.each([
  ["read", ["agents.read"]],
  ["all", ["agents.read", "agents.write", "chat.external"]],
] as const)("the preset %s ticks its kind whatever was asked", (preset, expected) => {
  expect(suggestGroups(offered, ["agents.write"], preset)).toEqual(expected);
});
