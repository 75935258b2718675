import { expect, test } from "vitest";
import type { JsonObject } from "#lib/kernel/json.ts";
import { findUndeclared, nameLack } from "./find-undeclared.ts";

const ask = (capabilities: JsonObject, method: string, params: JsonObject = {}) =>
  findUndeclared(capabilities, { method, params })?.code ?? null;
const NOT_FOUND = -32601;
const INVALID = -32602;
const PAGE = { mode: "url", url: "https://instance.example/sign-in?flow=1" };

test.each<[string, JsonObject, string, JsonObject, number | null]>([
  ["nothing declared, a form", {}, "elicitation/create", {}, NOT_FOUND],
  ["nothing declared, sampling", {}, "sampling/createMessage", {}, NOT_FOUND],
  ["nothing declared, roots", {}, "roots/list", {}, NOT_FOUND],
  ["elicitation without modes, a form without a mode", { elicitation: {} }, "elicitation/create", {}, null],
  ["elicitation without modes, a form", { elicitation: {} }, "elicitation/create", { mode: "form" }, null],
  ["elicitation without modes, a page", { elicitation: {} }, "elicitation/create", { mode: "url" }, INVALID],
  ["pages alone, a form", { elicitation: { url: {} } }, "elicitation/create", {}, INVALID],
  ["pages alone, a page", { elicitation: { url: {} } }, "elicitation/create", PAGE, null],
  ["both, a form", { elicitation: { form: {}, url: {} } }, "elicitation/create", { mode: "form" }, null],
  [
    "both, a mode nobody knows",
    { elicitation: { form: {}, url: {} } },
    "elicitation/create",
    { mode: "x" },
    INVALID,
  ],
  ["sampling", { sampling: {} }, "sampling/createMessage", { messages: [] }, null],
  ["sampling with tools, not declared", { sampling: {} }, "sampling/createMessage", { tools: [] }, INVALID],
  ["sampling with tools", { sampling: { tools: {} } }, "sampling/createMessage", { tools: [] }, null],
  [
    "sampling's old context",
    { sampling: {} },
    "sampling/createMessage",
    { includeContext: "thisServer" },
    null,
  ],
  ["roots", { roots: {} }, "roots/list", {}, null],
  ["an extension by its name", { extensions: { "io.example/ui": {} } }, "ui/show", {}, null],
  ["an extension by its full name", { extensions: { "io.example/ui": {} } }, "io.example/ui/show", {}, null],
  ["an experimental one", { experimental: { ui: {} } }, "ui/show", {}, null],
  ["another extension", { extensions: { "io.example/ui": {} } }, "uix/show", {}, NOT_FOUND],
  ["a task", { elicitation: {} }, "tasks/get", {}, NOT_FOUND],
  ["a name every object has", { elicitation: {} }, "constructor", {}, NOT_FOUND],
])("G38: %s", (_name, capabilities, method, params, expected) => {
  expect(ask(capabilities, method, params)).toBe(expected);
});

test.each<[string, unknown]>([
  ["a script", "javascript:fetch('//evil.example')"],
  ["a script behind a line break", "java\nscript:alert(1)"],
  ["data", "data:text/html,<script>1</script>"],
  ["a file", "file:///etc/passwd"],
  ["another program", "vscode://evil.example/install"],
  ["an address with a user name", "https://claude.ai@evil.example/"],
  ["an address with a password", "https://:secret@instance.example/"],
  ["no address", "/sign-in"],
  ["nothing", undefined],
  ["something endless", `https://instance.example/${"a".repeat(8_192)}`],
])("G38: nobody is asked to open %s", (_name, url) => {
  expect(ask({ elicitation: { url: {} } }, "elicitation/create", { ...PAGE, url })).toBe(INVALID);
});

test.each([
  [{ elicitation: { form: {} } }, "show a form"],
  [{ elicitation: { url: {} } }, "open a page in the browser"],
  [{ sampling: {} }, "run its model for the instance"],
  [{ sampling: { tools: {} } }, "let its model use tools for the instance"],
  [{ roots: {} }, "name its folders"],
  [{ x: {} }, "do what was asked"],
  [undefined, "do what was asked"],
])("an instance that needs %j wants the app to %s", (required, lacks) => {
  expect(nameLack(required)).toBe(lacks);
});
