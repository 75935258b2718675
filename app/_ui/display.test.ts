import { expect, test } from "vitest";
import { changeDisplay, OPTIONAL_COLUMNS, parseDisplay, writeDisplay } from "./display.ts";

const DEFAULT = parseDisplay(undefined);
const form = (...fields: [string, string][]) => new URLSearchParams(fields);

test("without a cookie rows are comfortable, shortcuts on and every column is there", () => {
  expect(DEFAULT).toMatchObject({ density: "comfortable", shortcuts: "on", connections: [], audit: [] });
  expect(writeDisplay(DEFAULT)).toBe("");
});

test("a cookie is read as it was written, and fits into one without being encoded", () => {
  const all = Object.fromEntries(
    Object.entries(OPTIONAL_COLUMNS).map(([table, names]) => [table, [...names]]),
  );
  const said = writeDisplay({ ...DEFAULT, ...all, density: "compact", shortcuts: "off" });
  expect(said).toMatch(/^[\w.=&]{1,400}$/);
  expect(parseDisplay(said)).toEqual({ ...all, density: "compact", shortcuts: "off" });
});

test.each([
  "density=tiny&shortcuts=maybe",
  "connections=app.status.select&members=person&activity=tool.time",
  "__proto__=x&unknown=person",
  "%",
  "=",
])("what is no choice of ours counts as not said: %s", (text) => {
  expect(parseDisplay(text)).toEqual(DEFAULT);
});

test("a form hides what it offered and nobody ticked, and leaves the rest as it was", () => {
  const before = parseDisplay("connections=person&audit=from");
  const after = changeDisplay(
    before,
    form(
      ["table", "connections"],
      ["density", "compact"],
      ["offered", "groups"],
      ["offered", "used"],
      ["offered", "status"],
      ["shown", "used"],
    ),
  );
  expect(writeDisplay(after)).toBe("density=compact&connections=person.groups&audit=from");
});

test("a form about the keyboard, or about no table of ours, changes no table", () => {
  const before = parseDisplay("density=compact&audit=from");
  expect(writeDisplay(changeDisplay(before, form(["shortcuts", "off"])))).toBe(
    "density=compact&shortcuts=off&audit=from",
  );
  expect(changeDisplay(before, form(["table", "__proto__"], ["offered", "from"], ["density", "x"]))).toEqual({
    ...before,
    density: "comfortable",
  });
});
