import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EnvSchema, FILE_VARIABLES } from "../platform/config/env.ts";
import { ROOMS } from "../rooms.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FREE_ROOMS = new Set(["kernel", "platform", "verbs", "server", "sample", "testing"]);
const FIXED_NAMES = /^(schema|terms|policy|store|errors|rooms)\.ts$|^README\.md$/;
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
      wrong.filter((file) => !/\/([a-z]+(\.db)?\.test|groups|decide|challenge)\.ts$/.test(file)),
    ).toEqual([]);
  });

  test("every server file says so on its first line", () => {
    const silent = sources.filter((file) => {
      const isExempt =
        /^lib\/(kernel|sample|testing)\/|\.test\.ts$|\.d\.ts$|\/(schema|terms)\.ts$|^lib\/rooms\.ts$|^lib\/catalog\/(groups|internal\/(group-texts|hints))\.ts$/.test(
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

const PLANTED = [
  {
    name: "a room above",
    source:
      'import { handleMcpRequest } from "#lib/mcp/handle-request.ts";\nexport const x = handleMcpRequest;',
    rule: "boundaries",
  },
  {
    name: "another room's store",
    source: 'import * as store from "#lib/upstreams/store.ts";\nexport const x = store;',
    rule: "boundaries",
  },
  {
    name: "the database outside a store",
    source: 'import { inTenant } from "#lib/platform/db/in-tenant.ts";\nexport const x = inTenant;',
    rule: "boundaries",
  },
  {
    name: "Prisma outside platform/db",
    source: 'import { PrismaPg } from "@prisma/adapter-pg";\nexport const x = PrismaPg;',
    rule: "no-restricted-imports",
  },
  { name: "the literal browser guard", source: 'import "server-only";', rule: "no-restricted-imports" },
  {
    name: "an unawaited promise",
    source: "async function later() {}\nexport function x() { later(); }",
    rule: "no-floating-promises",
  },
  {
    name: "the environment outside the configuration",
    source: "export const x = process.env.HOME;",
    rule: "no-process-env",
  },
];

describe("the linter refuses", () => {
  // Below a room, where the rules apply; a name of its own, so that two runs do not meet.
  const dir = path.join(ROOT, `lib/tenants/internal/planted-${process.pid}`);
  let findings = "";

  beforeAll(() => {
    mkdirSync(dir, { recursive: true });
    for (const [index, { source }] of PLANTED.entries()) {
      writeFileSync(path.join(dir, `planted-${index}.ts`), `import "#server-only";\n${source}\n`);
    }
    const bin = path.join(ROOT, "node_modules/.bin/oxlint");
    findings = spawnSync(bin, ["--format", "unix", dir], { cwd: ROOT, encoding: "utf8" }).stdout;
  }, 60_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test.each(PLANTED.map(({ name, rule }, index) => [name, rule, index] as const))(
    "%s",
    (_name, rule, index) => {
      const lines = findings.split("\n").filter((line) => line.includes(`planted-${index}.ts:`));
      expect(lines.join("\n")).toContain(rule);
    },
  );
});
