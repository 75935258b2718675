import { globSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ARTICLES } from "../(site)/docs/articles.ts";
import { findAttemptNumber, findHelp } from "./find-help.ts";

const APP = path.resolve(import.meta.dirname, "..");
const PAGES = globSync(["(console)/o/[[]slug[]]/**/page.tsx", "me/**/page.tsx"], { cwd: APP }).map((file) =>
  `/${path.dirname(file)}`.replaceAll(/\/\([a-z]+\)/g, "").replaceAll(/\[\w+\]/g, "x"),
);

test("the pages of the console are found", () => {
  expect(PAGES).toContain("/o/x/settings/danger");
  expect(PAGES).toContain("/me");
});

test.each(PAGES)("there is an article about %s", (page) => {
  const slug = findHelp(page).replace("/docs/", "").split("#")[0];
  expect(ARTICLES.map((article): string => article.slug)).toContain(slug);
});

test.each([
  ["/o/acme", "/docs/quick-start-admins"],
  ["/o/acme/tools", "/docs/roles#which-tools-each-role-may-use"],
  ["/o/acme/tools/changes", "/docs/instances#tools-of-an-instance"],
  ["/o/acme/toolsmith", "/docs"],
  ["/me/connections", "/docs/connections"],
  ["/o", "/docs"],
  ["/ops/health", "/docs"],
])("%s leads to %s", (page, article) => expect(findHelp(page)).toBe(article));

test("only the page of an attempt has a number to give", () => {
  expect(findAttemptNumber("/o/acme/attempts/ABCD-EFG0")).toBe("ABCD-EFG0");
  expect(findAttemptNumber("/o/acme/attempts/waiting")).toBeUndefined();
  expect(findAttemptNumber("/o/acme/audit/ABCD-EFG0")).toBeUndefined();
});
