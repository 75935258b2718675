import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { configureFor } from "#lib/testing/configure-for.ts";
import { ARTICLES, toHref } from "../docs/articles.ts";
import { ACKNOWLEDGEMENTS } from "./_kit/acknowledgements.ts";
import type { Ref, Section } from "./_kit/kit.ts";
import { makeKit } from "./_kit/load-kit.ts";
import { listIds, listRefs } from "./_kit/pieces.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");

beforeAll(() => {
  const urls = { owner: "postgres://x/x", app: "postgres://x/x", auth: "postgres://x/x" };
  configureFor({ urls } as never, { PUBLIC_URL: "http://localhost:3000" });
});

/** What of these leads nowhere: to no page, file or place of this kit. */
function findBroken(refs: readonly Ref[], kit: readonly Section[]): string[] {
  const ids = listIds(kit);
  return refs
    .filter((ref) => {
      if ("file" in ref) return !existsSync(path.join(ROOT, ref.file));
      return ref.href.startsWith("#") ? !ids.includes(ref.href.slice(1)) : !isPage(ref.href);
    })
    .map(({ label }) => label);
}

function isPage(href: string): boolean {
  const site = path.join(ROOT, "app/(site)", href);
  return (
    ARTICLES.some(({ slug }) => toHref(slug) === href) ||
    ["page.tsx", "page.mdx", "route.ts"].some((name) => existsSync(path.join(site, name))) ||
    existsSync(path.join(ROOT, "public", href))
  );
}

test("each of the seven acknowledgements has some, and every link and file of the kit is there", () => {
  const kit = makeKit(null);
  expect(ACKNOWLEDGEMENTS).toHaveLength(7);
  for (const { refs = [] } of ACKNOWLEDGEMENTS) expect(refs.length).toBeGreaterThan(0);
  expect(listRefs(kit).length).toBeGreaterThan(40);
  expect(findBroken(listRefs(kit), kit)).toEqual([]);
});

test("what leads nowhere is found", () => {
  const refs = [
    { label: "page", href: "/no-such-page" },
    { label: "place", href: "#nowhere" },
    { label: "file", file: "docs/decisions/9999-none.md" },
  ];
  expect(findBroken(refs, makeKit(null))).toEqual(["page", "place", "file"]);
});

test("an id is there once", () => {
  const kit = makeKit(null);
  const ids = listIds(kit);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
