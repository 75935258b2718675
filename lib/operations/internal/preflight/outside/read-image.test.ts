import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readImage } from "./read-image.ts";

const PUBLIC = path.resolve(import.meta.dirname, "../../../../../public");
const read = (name: string) => readImage(readFileSync(path.join(PUBLIC, name)));

test("pictures are known by their own bytes, with their size", () => {
  expect(read("logo-512.png")).toEqual({ kind: "png", width: 512, height: 512 });
  expect(read("favicon.ico")).toEqual({ kind: "ico", width: 32, height: 32 });
  expect(read("logo.svg")?.kind).toBe("svg");
});

test.each([
  ["nothing", ""],
  ["a page", "<!doctype html><html><body>Not found</body></html>"],
  ["a page with a drawing in it that is none", "<svg>"],
  ["the beginning of a picture", "\x89PNG\r\n\x1a\n"],
])("%s is no picture", (_what, text) => {
  expect(readImage(Buffer.from(text, "latin1"))).toBeNull();
});
