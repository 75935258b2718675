import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { EnvSchema, FILE_VARIABLES } from "../platform/config/env.ts";
import { ROOMS } from "../rooms.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FREE_ROOMS = new Set(["kernel", "platform", "verbs", "server", "sample", "testing"]);
const FIXED_NAMES = /^(schema|policy|store|errors|rooms)\.ts$|^README\.md$/;
const VERB_NAME = /^[a-z]+(-[a-z0-9]+)+(\.db)?(\.test)?\.ts$/;
const BANNED_NAME = /^(index|utils?|helpers?|service|manager|common|types)\.tsx?$/;

function walk(dir: string): string[] {
  return readdirSync(path.join(ROOT, dir), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(dir, entry.name);
    if (!entry.isDirectory()) return [file];
    return entry.name === "generated" ? [] : walk(file);
  });
}

const libFiles = walk("lib");
const sources = libFiles.filter((file) => file.endsWith(".ts"));
const rooms = readdirSync(path.join(ROOT, "lib")).filter((name) =>
  statSync(path.join(ROOT, "lib", name)).isDirectory(),
);

describe("rooms", () => {
  test("every room of lib/ is in the order, and every room in the order exists", () => {
    const ordered = new Set<string>(ROOMS);
    expect(rooms.filter((name) => !ordered.has(name) && !["testing", "sample"].includes(name))).toEqual([]);
    expect(ROOMS.filter((name) => !rooms.includes(name))).toEqual([]);
  });

  test("every room of the product says what it is for in at most 40 lines", () => {
    const readmes = rooms
      .filter((name) => !["kernel", "platform", "testing"].includes(name))
      .map((name) => `lib/${name}/README.md`);
    expect(readmes.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    const tooLong = readmes.filter(
      (file) => readFileSync(path.join(ROOT, file), "utf8").split("\n").length > 41,
    );
    expect(tooLong).toEqual([]);
  });

  test("files are named from the closed vocabulary", () => {
    const wrong = libFiles.filter((file) => {
      const [, room = "", ...rest] = file.split("/");
      const name = path.basename(file);
      if (BANNED_NAME.test(name)) return true;
      return rest.length === 1 && !FREE_ROOMS.has(room) && !FIXED_NAMES.test(name) && !VERB_NAME.test(name);
    });
    expect(
      wrong.filter(
        (file) => !/\/(schema|policy|store|groups|decide|challenge)(\.test|\.db\.test)?\.ts$/.test(file),
      ),
    ).toEqual([]);
  });

  test("every server file says so on its first line", () => {
    const silent = sources.filter((file) => {
      const isExempt =
        /^lib\/(kernel|sample|testing)\/|\.test\.ts$|\/schema\.ts$|^lib\/rooms\.ts$|^lib\/catalog\/(groups|internal\/(group-texts|hints))\.ts$/.test(
          file,
        );
      return !isExempt && !readFileSync(path.join(ROOT, file), "utf8").startsWith('import "#server-only";');
    });
    expect(silent).toEqual([]);
  });
});

test(".env.example names exactly the variables the server reads", () => {
  const text = readFileSync(path.join(ROOT, ".env.example"), "utf8");
  const named = [...text.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(new Set(named)).toEqual(new Set(Object.keys(EnvSchema.shape)));
  expect(FILE_VARIABLES.filter((name) => !text.includes(name))).toEqual([]);
});

describe("the linter refuses", () => {
  const dir = path.join(ROOT, "lib/tenants/internal/planted");
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function lint(source: string): string {
    mkdirSync(dir, { recursive: true });
    const file = path.join(dir, "planted-file.ts");
    writeFileSync(file, `import "#server-only";\n${source}\n`);
    try {
      return execFileSync(path.join(ROOT, "node_modules/.bin/oxlint"), [file], {
        cwd: ROOT,
        encoding: "utf8",
      });
    } catch (error) {
      return String((error as { stdout?: string }).stdout);
    }
  }

  test.each([
    [
      "a room above",
      'import { handleMcpRequest } from "#lib/mcp/handle-request.ts";\nexport const x = handleMcpRequest;',
      "boundaries",
    ],
    [
      "another room's store",
      'import * as store from "#lib/upstreams/store.ts";\nexport const x = store;',
      "boundaries",
    ],
    [
      "the database outside a store",
      'import { inTenant } from "#lib/platform/db/in-tenant.ts";\nexport const x = inTenant;',
      "boundaries",
    ],
    [
      "Prisma outside platform/db",
      'import { PrismaPg } from "@prisma/adapter-pg";\nexport const x = PrismaPg;',
      "no-restricted-imports",
    ],
    ["the literal browser guard", 'import "server-only";', "no-restricted-imports"],
    [
      "an unawaited promise",
      "async function later() {}\nexport function x() { later(); }",
      "no-floating-promises",
    ],
    ["the environment outside the configuration", "export const x = process.env.HOME;", "no-process-env"],
  ])(
    "%s",
    (_name, source, rule) => {
      expect(lint(source)).toContain(rule);
    },
    30_000,
  );
});
