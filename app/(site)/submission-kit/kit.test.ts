import { beforeAll, describe, expect, test } from "vitest";
import { DEFINITIONS, findDefinition } from "#lib/catalog/find-definition.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import { HINTS } from "#lib/catalog/terms.ts";
import { REVIEWER_ADDRESS } from "#lib/identity/schema.ts";
import { SERVER_INFO } from "#lib/mcp/internal/protocol.ts";
import { acceptRegistration } from "#lib/oauth/internal/clients/accept-metadata.ts";
import { findPinnedDocument, listPinnedIds } from "#lib/oauth/internal/documents/pinned-documents.ts";
import { listPreflightPoints } from "#lib/operations/list-preflight-points.ts";
import { PERIOD_WORDS } from "#lib/operations/period-words.ts";
import type { PointState, PreflightReport } from "#lib/operations/schema.ts";
import { STORED_DATA } from "#lib/operations/stored-data.ts";
import { configureFor } from "#lib/testing/configure-for.ts";
import { parseCsv } from "#lib/testing/parse-csv.ts";
import { SITE_PAGES } from "../../_ui/site-pages.ts";
import { PROMPTS } from "../docs/_words/prompts.ts";
import { PASSES_THROUGH } from "../privacy/words.ts";
import { type LastRun } from "./_kit/checklist.ts";
import { HOSTED_CALLBACKS, listCallbacks } from "./_kit/connection.ts";
import type { Section } from "./_kit/kit.ts";
import { CATEGORIES, CATEGORIES_MAX, LISTING } from "./_kit/listing.ts";
import { makeKit } from "./_kit/load-kit.ts";
import { listAnswers, listBlocks, listFields } from "./_kit/pieces.ts";
import { writeToolsCsv } from "./_kit/tools.ts";
import { metadata } from "./page.tsx";

const PUBLIC_URL = "http://localhost:3000";
const OPERATOR = "olga@operators.example";

beforeAll(() => {
  const urls = { owner: "postgres://x/x", app: "postgres://x/x", auth: "postgres://x/x" };
  configureFor({ urls } as never, { PUBLIC_URL, OPERATORS: OPERATOR, SANDBOX: "on" });
});

function rowsOf(kit: readonly Section[], caption: string): string[][] {
  const table = listBlocks(kit).find((block) => block.kind === "table" && block.caption === caption);
  if (table?.kind !== "table") throw new Error(`There is no table ${caption}.`);
  return table.rows.map((row) => row.map((cell) => (typeof cell === "string" ? cell : cell.text)));
}

describe("the texts of the listing", () => {
  test("each is as long as the form takes at most, and no longer", () => {
    const { name, tagline, oneLiner, description } = LISTING;
    expect([name.max, tagline.max, oneLiner.max, description.max]).toEqual([100, 55, 200, 2_000]);
    for (const { value, max } of listFields(makeKit(null))) {
      expect(value.trim()).toBe(value);
      expect(value).not.toBe("");
      if (max !== undefined) expect(value.length).toBeLessThanOrEqual(max);
    }
  });

  test("the name is the one the server gives, without MCP and without anybody else’s name", () => {
    expect(LISTING.name.value).toBe(SERVER_INFO.title);
    expect(LISTING.slug.value).toBe(SERVER_INFO.name);
    expect(LISTING.slug.value).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(LISTING.name.value).not.toMatch(/mcp|claude|anthropic/i);
    expect(`${LISTING.tagline.value} ${LISTING.oneLiner.value}`).not.toMatch(/\bmcp\b/i);
  });

  test("there are one to five categories", () => {
    expect(CATEGORIES_MAX).toBe(5);
    expect(CATEGORIES.length).toBeGreaterThan(0);
    expect(CATEGORIES.length).toBeLessThanOrEqual(CATEGORIES_MAX);
  });

  test("there are three prompts at least, each the catalogue’s own with what the documentation shows", () => {
    const cases = listAnswers(makeKit(null)).filter(({ id }) => id.startsWith("use-case-"));
    expect(cases.length).toBeGreaterThanOrEqual(3);
    for (const [tool, { shows }] of Object.entries(PROMPTS)) {
      const one = cases.find(({ id }) => id === `use-case-${tool}`);
      expect(one?.fields?.map(({ value }) => value)).toEqual([findDefinition(tool)?.example?.prompt]);
      expect(one?.says.join(" ")).toContain(shows);
    }
  });
});

describe("the tools", () => {
  const dynamic = findDefinition("chat_with_agent_name");
  const expected = [...DEFINITIONS.values(), dynamic].filter(
    (one): one is ToolDefinition => one?.verdict === "ok",
  );

  test("the table has every tool of the catalogue that a directory may list, and no other", () => {
    const rows = rowsOf(makeKit(null), "Tools");
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.map(([name, title]) => [name, title])).toEqual(
      expected.map(({ name, title }) => [name, title]),
    );
    expect(rows.map((row) => row.slice(3, 7))).toEqual(
      expected.map(({ hints }) => HINTS.map((hint) => (hints[hint] ? "Yes" : "No"))),
    );
    expect(rows.map((row) => row[7])).toEqual(expected.map(({ example }) => example?.prompt));
  });

  test("the file says the same, and opens", () => {
    const [head = [], ...rows] = parseCsv(writeToolsCsv());
    const records = rows.map((row) => Object.fromEntries(row.map((cell, index) => [head[index], cell])));
    expect(records.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const [index, { title, description, group, hints, example }] of expected.entries()) {
      expect(records[index]).toMatchObject({ title, description, group, example_prompt: example?.prompt });
      for (const hint of HINTS) expect(records[index]?.[hint]).toBe(String(hints[hint]));
      expect(JSON.parse(records[index]?.["example_input"] ?? "")).toEqual(example?.input);
    }
  });
});

test("every address named as one Claude may return to is taken by the code, both hosted ones among them", () => {
  const pinned = listPinnedIds().map((id) => findPinnedDocument(id) ?? {});
  const claude = pinned.filter(({ client_name: name }) => String(name).startsWith("Claude"));
  const callbacks = claude.flatMap((document) => document["redirect_uris"] as string[]);
  const listed = rowsOf(makeKit(null), "Addresses Claude may return to");
  expect(new Set(listed.map(([uri]) => uri))).toEqual(new Set([...callbacks, ...HOSTED_CALLBACKS]));
  for (const [uri = "", how] of listed) {
    if (how?.startsWith("When an app registers it")) {
      expect(callbacks).not.toContain(uri);
      expect(acceptRegistration({ redirect_uris: [uri] })).toMatchObject({ ok: true });
    } else expect(callbacks).toContain(uri);
  }
  expect(listCallbacks({ pinned: [{ id: "x", name: "Claude", callbacks: ["javascript:x"] }] })).toHaveLength(
    2,
  );
});

test("who owns the API is left to the owner and comes first, then all that no program can look at", () => {
  const rows = rowsOf(makeKit(null), "Open points");
  expect(rows[0]?.[0]).toBe("Whose API is behind the tools");
  const outside = listPreflightPoints().flatMap(({ checks }) => checks.filter(({ outside: why }) => why));
  for (const { outside: why } of outside) expect(rows.map(([, text]) => text)).toContain(why);
});

test("what is said of data is what the privacy page says", () => {
  const kit = makeKit(null);
  const calls = listAnswers(kit)
    .find(({ id }) => id === "calls")
    ?.says.join(" ");
  for (const text of [...PASSES_THROUGH, STORED_DATA.calls.what]) expect(calls).toContain(text);
  expect(rowsOf(kit, "What is stored, and for how long")).toEqual(
    Object.values(STORED_DATA).map(({ title, kept }) => [title, kept(PERIOD_WORDS)]),
  );
});

function makeReport(states: Readonly<Record<number, PointState>>): PreflightReport {
  const points = listPreflightPoints().map(({ number, title, checks }) => ({
    number,
    title,
    state: states[number] ?? "passed",
    checks: checks.map(({ id, title: looksAt }) => ({
      id,
      title: looksAt,
      state: states[number] ?? ("passed" as const),
      ms: 1,
      saw: "seen: 10.0.0.7",
      ...(states[number] === "failed" ? { code: "x", cause: "It is broken.", fix: "Mend it." } : {}),
      ...(states[number] === "needsOutside" ? { why: "Ask somebody." } : {}),
    })),
  }));
  const count = (state: PointState) => points.filter((point) => point.state === state).length;
  return {
    url: PUBLIC_URL,
    startedAt: "2026-11-28T09:30:00.000Z",
    ms: 9_000,
    passed: count("passed"),
    failed: count("failed"),
    needsOutside: count("needsOutside"),
    points,
  };
}

describe("the checklist", () => {
  const rowsFor = (last: LastRun) => rowsOf(makeKit(last), "The 24 points of the directory");

  test("before the first run it says so, and of what no program looks at that it needs the outside", () => {
    const states = rowsFor(null).map(([, state]) => state);
    expect(states).toHaveLength(24);
    expect(states[0]).toBe("Needs the outside");
    expect(states[23]).toBe("Needs the outside");
    expect(new Set(states.slice(1, 23))).toEqual(new Set(["Never run yet"]));
  });

  test("after one it says what each point came to, in our words alone", () => {
    const report = makeReport({ 3: "failed", 17: "needsOutside" });
    const rows = rowsFor(report);
    expect(rows[2]?.slice(0, 2)).toEqual(["3. Reading and changing apart", "Failed"]);
    expect(rows[2]?.[2]).toContain("It is broken. Mend it.");
    expect(rows[16]?.[1]).toBe("Needs the outside");
    expect(rows[16]?.[2]).toContain("Ask somebody.");
    const mixed = makeReport({});
    const [first, ...others] = mixed.points[9]?.checks ?? [];
    const open = { ...first, title: "Last of all", state: "needsOutside", why: "Ask." } as NonNullable<
      typeof first
    >;
    mixed.points[9]?.checks.splice(0, others.length + 1, ...others, open);
    expect(rowsFor(mixed)[9]?.[2]).toMatch(/^Last of all: Ask\. Passed: /);
    expect(rows.filter(([, state]) => state === "Passed")).toHaveLength(22);
    const text = JSON.stringify(makeKit(report));
    expect(text).toContain("2026-11-28 09:30 UTC");
    expect(text).not.toContain("10.0.0.7");
  });

  test("while the database is away it says that", () => {
    expect(rowsFor("unreadable")[1]?.[1]).toBe("Not known right now");
  });
});

test("nothing of it is the operators’: no code, no address of theirs, no connection to a database", () => {
  const text = JSON.stringify(makeKit(makeReport({})));
  expect(text).toContain(REVIEWER_ADDRESS);
  expect(text).not.toContain(OPERATOR);
  expect(text).not.toContain("postgres://");
  expect(text).not.toMatch(/\b[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){4}\b/);
});

test("it is for whoever has the link: no search engine, no list of pages", () => {
  expect(metadata.robots).toEqual({ index: false, follow: false });
  expect(SITE_PAGES.map(({ path: page }) => page)).not.toContain("/submission-kit");
});
