import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { type MintedTenant, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { appendAuditRows, asDatabaseAdmin, makeExport } from "#lib/testing/use-exports.ts";

useDatabase();

const VERIFIER = path.resolve(import.meta.dirname, "../../public/verify-audit.mjs");
const folder = mkdtempSync(path.join(tmpdir(), "verify-"));
afterAll(() => rmSync(folder, { recursive: true }));

let tenant: MintedTenant;
let owner: MemberActor;
beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

function verify(file: string, ...more: string[]): { code: number | null; verdict: object; said: string } {
  const name = path.join(folder, `${crypto.randomUUID()}.jsonl`);
  writeFileSync(name, file);
  const { status, stdout } = spawnSync(process.execPath, [VERIFIER, name, ...more], { encoding: "utf8" });
  const [said = "", verdict = "{}"] = stdout.trim().split("\n");
  return { code: status, verdict: JSON.parse(verdict) as object, said };
}

describe("L05: the verifier", () => {
  type Edit = (lines: string[]) => string[];
  const change =
    (line: number, from: string, to: string): Edit =>
    (lines) =>
      lines.map((text, index) => (index === line ? text.replace(from, to) : text));
  const swap: Edit = (lines) =>
    lines.map((text, index) => lines[index === 3 ? 4 : index === 4 ? 3 : index] ?? text);

  test.each<[string, Edit, object]>([
    ["a row deleted", (lines) => lines.toSpliced(3, 1), { row: "3", problem: "missing" }],
    ["the first row deleted", (lines) => lines.toSpliced(1, 1), { row: "1", problem: "missing" }],
    ["a row altered", change(4, '"n":3', '"n":4'), { row: "4", problem: "changed" }],
    ["who did it altered", change(2, "9.9.9.0/24", "8.8.8.0/24"), { row: "2", problem: "changed" }],
    ["two rows reordered", swap, { row: "3", problem: "missing" }],
    ["a row twice", (lines) => lines.toSpliced(3, 0, lines[3] ?? ""), { row: "4", problem: "missing" }],
    [
      "the last rows cut off",
      (lines) => [...lines.slice(0, 5), lines.at(-1) ?? ""],
      { row: "5", problem: "missing" },
    ],
    ["the file cut off", (lines) => lines.slice(0, -1), { row: "8", problem: "missing" }],
  ])("with %s finds the first bad row", async (_name, edit, verdict) => {
    await appendAuditRows(owner, 6);
    const lines = (await makeExport(owner)).trimEnd().split("\n");
    expect(verify(`${lines.join("\n")}\n`).code).toBe(0);
    expect(verify(`${edit(lines).join("\n")}\n`)).toMatchObject({
      code: 1,
      verdict: { ok: false, ...verdict },
    });
  });

  test("finds a chain that was rewritten as a whole, or whose end was cut before the export, by what was kept", async () => {
    await appendAuditRows(owner, 6);
    const before = await makeExport(owner);
    const { chainEnd } = JSON.parse(before.split("\n")[0] ?? "") as {
      chainEnd: { seq: string; hash: string };
    };
    const anchor = ["--anchor", `${chainEnd.seq}:${chainEnd.hash}`];
    expect(verify(before, ...anchor).code).toBe(0);
    await asDatabaseAdmin(
      `DELETE FROM tenant.audit_events WHERE tenant_id = '${tenant.tenantId}' AND seq > 3`,
    );
    const cut = await makeExport(owner);
    expect(verify(cut).code).toBe(0);
    expect(verify(cut, ...anchor)).toMatchObject({
      code: 1,
      verdict: { row: chainEnd.seq, problem: "missing" },
    });
    await appendAuditRows(owner, 6);
    expect(verify(await makeExport(owner), ...anchor)).toMatchObject({
      code: 1,
      verdict: { row: chainEnd.seq, problem: "rewritten" },
    });
  });

  test("of a selection says that each row is as it was written, and that it shows no more", async () => {
    await appendAuditRows(owner, 6);
    const file = await makeExport(owner, { filter: { outcome: "done", action: "tool-policy" } });
    expect(verify(file)).toMatchObject({ code: 0, verdict: { rows: "6" } });
    expect(verify(file).said).toContain("Only an export without a filter");
    expect(verify(file.replace('"n":3', '"n":9'))).toMatchObject({ code: 1, verdict: { row: "4" } });
  });

  test("reads nothing else", () => {
    for (const file of ["", "not json\n", '{"format":"something"}\n']) expect(verify(file).code).toBe(2);
  });
});
