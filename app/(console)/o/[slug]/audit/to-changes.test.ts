import { expect, test } from "vitest";
import { toChanges } from "./to-changes.ts";

test.each([
  [{ before: null, after: { role: "admin" } }, [{ label: "role", before: undefined, after: "admin" }]],
  [{ before: { a: 1, b: 2 }, after: { a: 1, b: 3 } }, [{ label: "b", before: "2", after: "3" }]],
  [{ before: { on: false }, after: null }, [{ label: "on", before: "false", after: undefined }]],
  [{ before: { list: ["x"] }, after: { list: ["x"] } }, []],
  [{ before: null, after: null }, []],
  [{ before: { on: true }, after: { on: true, takesBack: "7", definitions: ["an id and hashes"] } }, []],
])("of %j shows %j", (row, changes) => {
  expect(toChanges(row)).toEqual(changes);
});
