import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const TIMEOUT = { timeout: 60_000 };
const STRONG = "kq3J0yQm9S1c7u2V4b8X5n6Z1w0E3r9T2y5U8i1O4p7=";
const PUBLIC = { PUBLIC_URL: "https://connect.example", SMTP_URL: "smtp://mail.example" };
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "trinity-connect-start-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Runs the real entry and returns how it ended. */
async function startWith(variables: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const env = { PATH: "/usr/bin:/bin", DATA_DIR: directory, ...variables } as unknown as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], { cwd: directory, env });
  const [said, [code]] = await Promise.all([
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, said: said.trim() };
}

function urlsAt(url: string): Record<string, string> {
  return { DATABASE_URL: url, DATABASE_AUTH_URL: url, DATABASE_OWNER_URL: url };
}

describe("the start stops with one sentence and exit code 1", () => {
  const nowhere = urlsAt("postgresql://somebody:hidden@127.0.0.1:1/none");
  const cases: [string, Record<string, string>, string][] = [
    ["an invalid value", { PORT: "many" }, "PORT"],
    ["M03 J11: a public address without secrets", { ...PUBLIC, ...nowhere }, "SECRETS is missing"],
    [
      "M03 J11: a weak secret",
      { ...PUBLIC, ...nowhere, SECRETS: "changeme" },
      "Secret 1 of SECRETS is too weak",
    ],
    [
      "M03: a secret listed twice",
      { ...PUBLIC, ...nowhere, SECRETS: `${STRONG},${STRONG}` },
      "Secret 2 of SECRETS is the same as secret 1",
    ],
    [
      "M03: every proxy trusted",
      { ...PUBLIC, ...nowhere, SECRETS: STRONG, TRUSTED_PROXIES: "0.0.0.0/0" },
      "TRUSTED_PROXIES",
    ],
    [
      "M03: a public address in the clear",
      { ...nowhere, PUBLIC_URL: "http://connect.example" },
      "PUBLIC_URL",
    ],
    [
      "sample data asked for in production",
      { ...PUBLIC, ...nowhere, SECRETS: STRONG, SAMPLE: "on" },
      "SAMPLE=on",
    ],
  ];
  test.each(cases)("%s", TIMEOUT, async (_name, variables, expected) => {
    const { code, said } = await startWith(variables);
    expect(said).toContain(expected);
    expect(said.split("\n")).toHaveLength(1);
    expect(said).not.toContain("hidden");
    expect(code).toBe(1);
  });

  test("a busy port", TIMEOUT, async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await once(busy, "listening");
    const { port } = busy.address() as AddressInfo;
    const { code, said } = await startWith({ PORT: String(port), ...nowhere });
    busy.close();
    expect(said).toBe(
      `Port ${port} is already in use; stop the program that uses it or set PORT to another one.`,
    );
    expect(code).toBe(1);
  });

  test("a database nobody answers at", TIMEOUT, async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address() as AddressInfo;
    await new Promise((done) => free.close(done));
    const { code, said } = await startWith({ PORT: String(port), ...nowhere });
    expect(said).toContain("DATABASE_OWNER_URL cannot be reached (ECONNREFUSED)");
    expect(said).not.toContain("hidden");
    expect(code).toBe(1);
  });
});
