import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, test } from "vitest";
import { AUTH_TABLES } from "#lib/operations/internal/auth-tables.ts";
import { findUnnamed, keptOf } from "#lib/operations/internal/inventory/find-unnamed.ts";
import type { StoredTable } from "#lib/operations/internal/stored-table.ts";
import { TENANT_TABLES } from "#lib/operations/internal/tenant-tables.ts";
import { type PeriodWords, PERIOD_WORDS } from "#lib/operations/period-words.ts";
import { JOBS } from "#lib/operations/policy.ts";
import { PERIODS } from "#lib/operations/retention-periods.ts";
import { COOKIES, PRIVACY_VERSIONS, STORED_DATA, type StoredKey } from "#lib/operations/stored-data.ts";
import { configureFor } from "#lib/testing/configure-for.ts";
import { parseModels, readModelSources } from "#lib/testing/read-models.ts";
import { PrivacyText } from "./privacy-text.tsx";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const TABLES: Readonly<Record<string, StoredTable>> = { ...AUTH_TABLES, ...TENANT_TABLES };
const textOf = (category: StoredKey) => `${STORED_DATA[category].what} ${keptOf(category)}`;
const findUnnamedIn = (schema: string, tables: Readonly<Record<string, StoredTable>>) =>
  findUnnamed(parseModels(schema), tables);

const TIME = /\b(?:\d[\d,]*|an?|one) (?:second|minute|hour|day|week|month|year)s?\b/g;
/** Times a text names that are none of ours. */
function findForeignTimes(text: string, words: readonly string[]): string[] {
  return [...text.matchAll(TIME)].map(([time]) => time).filter((time) => !words.includes(time));
}

/** The periods a page made of these texts has asked for. */
function findNamedPeriods(): Set<string> {
  const named = new Set<string>(COOKIES.map(({ period }) => period));
  const listening = new Proxy(
    { ...PERIOD_WORDS },
    {
      get: (words, name) => {
        named.add(String(name));
        return words[name as keyof PeriodWords];
      },
    },
  );
  for (const { kept } of Object.values(STORED_DATA)) (kept as (words: PeriodWords) => string)(listening);
  return named;
}

/** Sources of ours below a folder, tests left out. */
function readSources(folder: string): { file: string; text: string }[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|generated|^(sample|testing)\//.test(file))
    .map((file) => ({ file, text: readFileSync(path.join(ROOT, folder, file), "utf8") }));
}

let text = "";
beforeAll(() => {
  configureFor(
    { urls: { owner: "postgres://x/x", app: "postgres://x/x", auth: "postgres://x/x" } } as never,
    {
      PUBLIC_URL: "http://localhost:3000",
    },
  );
  text = renderToStaticMarkup(createElement(PrivacyText))
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&#x27;", "'");
});

describe("what is stored", () => {
  test("every table and every column that may say something about somebody is named", () => {
    expect(parseModels(readModelSources()).length).toBeGreaterThan(50);
    expect(findUnnamedIn(readModelSources(), TABLES)).toEqual([]);
  });

  test("a table, a column and a text that goes missing are found", () => {
    const schema = readModelSources();
    const diary = `${schema}\nmodel Diary {\n  id String @id\n  personId String\n}\n`;
    expect(findUnnamedIn(diary, TABLES)).toEqual(["Diary: in no category"]);
    const birthday = schema.replace("model User {\n", "model User {\n  birthday      String?\n");
    expect(findUnnamedIn(birthday, TABLES)).toEqual(["User.birthday: not named"]);
    const seen = schema.replace("model User {\n", "model User {\n  lastSeenAt    DateTime?\n");
    expect(findUnnamedIn(seen, TABLES)).toEqual(["User.lastSeenAt: not named"]);
    const { User: user, ...others } = TABLES;
    expect(findUnnamedIn(schema, others)).toEqual(["User: in no category"]);
    const unsaid = {
      ...TABLES,
      User: { ...user, says: { ...user?.says, email: "shoe size" } } as StoredTable,
    };
    expect(findUnnamedIn(schema, unsaid)).toEqual(['User.email: the page does not say "shoe size"']);
    const without = schema.replace(/^model Mail \{.*?^\}/ms, "");
    expect(findUnnamedIn(without, TABLES)).toEqual(["Mail: there is no such table"]);
  });

  test("every category has a table, and the page shows them all", () => {
    const used = new Set(Object.values(TABLES).map(({ category }) => category));
    expect([...used].toSorted()).toEqual(Object.keys(STORED_DATA).toSorted());
    for (const key of used) {
      expect(text).toContain(STORED_DATA[key].what);
      expect(text).toContain(keptOf(key));
    }
  });

  test("every job that takes rows away is named by a table, and every job a table names there is", () => {
    const named = new Set(
      Object.values(TABLES)
        .map(({ ends }) => ends)
        .filter((ends) => /^[a-z]+(-[a-z]+)+$/.test(ends)),
    );
    const jobs = JOBS.map(({ name }) => name).filter((name) => /^(purge|prune)-/.test(name));
    // Minutes of calls lie among the counters.
    const other = ["purge-call-counts"];
    expect([...named, ...other].toSorted()).toEqual(jobs.toSorted());
  });
});

describe("for how long", () => {
  const words = Object.values(PERIOD_WORDS);

  test("the page names every period of the code, and no other time", () => {
    expect([...findNamedPeriods()].toSorted()).toEqual(Object.keys(PERIODS).toSorted());
    expect(findForeignTimes(text, words)).toEqual([]);
    expect(text.match(TIME)?.length).toBeGreaterThan(40);
  });

  test("a time the code does not have is found", () => {
    expect(findForeignTimes("We keep it for 13 days, a fortnight, or a week.", words)).toEqual([
      "13 days",
      "a week",
    ]);
  });

  test("every length of time a room decides on is a period here, or nothing that stays", () => {
    const source = readFileSync(path.join(ROOT, "lib/operations/retention-periods.ts"), "utf8");
    const decided = readSources("lib")
      .filter(
        ({ file }) => /^[a-z-]+(\/outbox)?\/policy\.ts$/.test(file) || file.endsWith("purge-counters.ts"),
      )
      .flatMap(({ file, text: policy }) =>
        [...policy.matchAll(/^export const (\w+_(?:DAYS|HOURS|MINUTES|SECONDS|MS)) =/gm)].map(
          ([, name = ""]) => `${file} ${name}`,
        ),
      );
    expect(decided.length).toBeGreaterThan(30);
    const missing = decided.filter((one) => !source.includes(one.split(" ")[1] ?? "?"));
    expect(missing.toSorted()).toEqual(NOT_STORED.toSorted());
  });

  test("nothing is counted for longer than the page says", () => {
    const times = [...readSources("lib"), ...readSources("app")].flatMap(({ file, text: source }) =>
      [...source.matchAll(/durationSeconds: ([\d_ *]+)/g)].map(([, factors = ""]) => ({
        file,
        seconds: factors
          .replaceAll("_", "")
          .split("*")
          .reduce((product, factor) => product * Number(factor), 1),
      })),
    );
    expect(times.length).toBeGreaterThan(20);
    expect(times.filter(({ seconds }) => !(seconds <= PERIODS.counting))).toEqual([]);
  });
});

/** Lengths of time after which nothing stored goes: how often one may ask, how fresh something has to be. */
const NOT_STORED = [
  "activity/policy.ts ATTEMPT_QUIET_SECONDS",
  "streams/policy.ts DELIVERY_SECONDS",
  "streams/policy.ts FAILING_HOURS",
  "streams/policy.ts STOP_DAYS",
  "grants/policy.ts DAY_MS",
  "tenants/policy.ts DAY_MS",
  "tenants/policy.ts DECLINED_MS",
  "tenants/policy.ts SECRET_NEAR_DAYS",
  "tenants/policy.ts SECRET_SOON_DAYS",
  "identity/policy.ts RESEND_SECONDS",
  "identity/policy.ts RECENT_MINUTES",
  "identity/policy.ts SESSION_LAST_MINUTES",
  "exports/policy.ts LINK_MINUTES",
];

describe("cookies", () => {
  test("each one that is set is named, with its time", () => {
    const sources = [...readSources("lib"), ...readSources("app")];
    const set = sources.flatMap(({ text: source }) => [
      ...[...source.matchAll(/\bwriteCookie\("([a-z-]+)"/g)].map(([, name]) => `connect.${name}`),
      ...[...source.matchAll(/^const NAME = "(connect_\w+)"/gm)].map(([, name]) => name),
      ...[...source.matchAll(/\$\{prefix\}(connect_\w+)/g)].map(([, name]) => name),
      ...[...source.matchAll(/^export const [A-Z]+_COOKIE = "(\w+)"/gm)].map(([, name]) => name),
    ]);
    const named = COOKIES.flatMap(({ names }) => [...names]);
    // The provider sets a session of its own and we take it away again; the language is for the own computer alone.
    const other = ["connect_session", "locale"];
    expect(new Set(set)).toEqual(new Set([...named, ...other]));
    const { session, look, knownBrowser } = PERIOD_WORDS;
    for (const time of [session, look, knownBrowser]) expect(text.split("Cookies")[1]).toContain(time);
  });
});

describe("versions", () => {
  test("the newest is of these very texts: whoever changes them adds one, with its date", () => {
    const [newest, ...older] = PRIVACY_VERSIONS;
    const all = Object.keys(STORED_DATA).map((key) => textOf(key as StoredKey));
    expect(createHash("sha256").update(all.join("\n")).digest("hex").slice(0, 16)).toBe(newest.fingerprint);
    expect(PRIVACY_VERSIONS.map(({ number }) => number)).toEqual(
      PRIVACY_VERSIONS.map((_, index) => PRIVACY_VERSIONS.length - index),
    );
    for (const { on } of older) expect(on < newest.on).toBe(true);
  });
});
