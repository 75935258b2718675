import { describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { KEYS, newKey, useInstances } from "#lib/testing/use-instances.ts";
import { checkUpstream } from "./check-upstream.ts";
import { connectUpstream } from "./connect-upstream.ts";
import { getUpstream } from "./get-upstream.ts";
import { unsealKey } from "./internal/seal-key.ts";
import { listUpstreams } from "./list-upstreams.ts";
import { removeUpstream } from "./remove-upstream.ts";
import type { CheckRow } from "./schema.ts";
import { testUpstream } from "./test-upstream.ts";

useDatabase();
const instances = useInstances();

const mintOwner = async () => await mintMember(await mintTenant(), "owner");
/** Of the checks after those of the address, what they came to up to the first that failed. */
const outcomes = (rows: readonly CheckRow[]) =>
  rows.flatMap(({ check, outcome, problem }) =>
    ["resolves", "certificate", "answers"].includes(check) || outcome === "skipped"
      ? []
      : (problem ?? outcome),
  );

async function connect(actor: MemberActor, input: object = {}): Promise<UpstreamId> {
  const outcome = await connectUpstream(actor, {
    name: "Main",
    url: instances.url,
    key: KEYS.user,
    ...input,
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rows));
  return outcome.id;
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}

describe("an address", () => {
  test.each([
    "http://trinity.example.com/mcp",
    "ftp://trinity.example.com/mcp",
    "file:///etc/passwd",
    "gopher://trinity.example.com/mcp",
    "https://trinity.example.com:22/mcp",
    "https://trinity.example.com:6379/mcp",
    "https://127.0.0.1/mcp",
    "https://2130706433/mcp",
    "https://0x7f.1/mcp",
    "https://[::1]/mcp",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/mcp",
    "https://ⓛocalhost/mcp",
    "https://127。0。0。1/mcp",
    "https://a%2eb/mcp",
    "https://user:pass@trinity.example.com/mcp",
    "https://trinity.example.com/mcp#x",
    "https://trinity.example.com/mcp?key=secret",
    "https://trinity.example.com\\@evil.example/mcp",
    "javascript:alert(1)",
  ])("H01, H02, H28: %s is refused and nothing is dialled", async (bad) => {
    const actor = await mintOwner();
    for (const input of [
      { url: bad, key: KEYS.user },
      { url: instances.fakeUrl, apiUrl: bad, key: KEYS.user },
    ]) {
      expect(await refusal(testUpstream(actor, input))).toBe("invalid_input");
    }
    expect(instances.dialled).toBe(0);
  });

  test.each(["/api/mcp", "/api/mcp/abcdefghijklmnop", "/mcp", ""])(
    "H05: our own origin is refused (%s)",
    async (path) => {
      const actor = await mintOwner();
      for (const origin of ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"]) {
        expect(await refusal(testUpstream(actor, { url: `${origin}${path}`, key: KEYS.user }))).toBe(
          "invalid_input",
        );
      }
    },
  );

  test("H04: an instance that sends us on is refused, and the key goes to no second host", async () => {
    const seen: (string | undefined)[] = [];
    instances.answer = (authorization) => {
      seen.push(authorization);
      return authorization ? { status: 307, headers: { location: instances.url } } : { status: 401 };
    };
    const report = await testUpstream(await mintOwner(), { url: instances.fakeUrl, key: KEYS.user });
    expect(outcomes(report.rows)).toEqual(["ok", "redirected"]);
    expect(seen).toEqual([undefined, `Bearer ${KEYS.user}`]);
  });
});

describe("a key", () => {
  test.each([
    ["a line break", "trinity_mcp_abc\r\nX-Evil: 1"],
    ["a space", "trinity_mcp abc"],
    ["a NUL", "trinity_mcp_\0abc"],
    ["an accent", "trinity_mcp_é"],
    ["4,097 characters", "x".repeat(4097)],
    ["seven characters", "short12"],
  ])("H13: with %s is refused and nothing is dialled", async (_what, key) => {
    expect(await refusal(testUpstream(await mintOwner(), { url: instances.fakeUrl, key }))).toBe(
      "invalid_input",
    );
    expect(instances.dialled).toBe(0);
  });

  test("H08: is in no answer, list, detail or audit row, whatever the instance echoes", async () => {
    const actor = await mintOwner();
    const id = await connect(actor, { apiUrl: instances.apiUrl });
    instances.answer = (authorization) =>
      authorization ? { status: 500, body: `{"seen":"${authorization}"}` } : { status: 401 };
    const failed = await testUpstream(actor, { url: instances.fakeUrl, key: KEYS.user });
    const audit = await inTenant(actor.tenantId, (tx) =>
      tx.auditEvent.findMany({ select: { before: true, after: true, target: true } }),
    );
    const shown = JSON.stringify([
      await listUpstreams(actor, {}),
      await getUpstream(actor, { id }),
      failed,
      audit,
    ]);
    expect(shown).not.toContain(KEYS.user);
    expect(shown).not.toContain(KEYS.user.slice("trinity_mcp_".length, -4));
    const [{ key } = { key: null }] = await listUpstreams(actor, {});
    expect(key).toMatchObject({ lastFour: KEYS.user.slice(-4), kind: "user", actsAs: "owner@acme.example" });
  });

  test("H10: opens only in the row it was sealed for", async () => {
    const [a, b] = [await mintOwner(), await mintOwner()];
    const [inA, inB] = [await connect(a), await connect(b)];
    const key = await inTenant(a.tenantId, (tx) =>
      tx.upstreamKey.findFirstOrThrow({ where: { tenantId: a.tenantId } }),
    );
    const place = { tenantId: a.tenantId, upstreamId: inA, ownerId: null, version: 1 };
    expect(unsealKey(key.sealed, place)).toBe(KEYS.user);
    for (const other of [
      { tenantId: b.tenantId },
      { upstreamId: inB },
      { ownerId: a.personId },
      { version: 2 },
    ]) {
      expect(() => unsealKey(key.sealed, { ...place, ...other })).toThrow();
    }
    await inTenant(b.tenantId, (tx) =>
      tx.upstreamKey.updateMany({ where: { tenantId: b.tenantId }, data: { sealed: key.sealed } }),
    );
    expect(await refusal(checkUpstream(b, { id: inB }))).toBe("internal");
  });

  test("of kind system is refused until an owner confirms it; an admin cannot", async () => {
    const tenant = await mintTenant();
    const input = { url: instances.url, apiUrl: instances.apiUrl, key: KEYS.system };
    const [owner, admin] = [await mintMember(tenant, "owner"), await mintMember(tenant, "admin")];
    expect(outcomes((await testUpstream(owner, input)).rows)).toEqual(["ok", "ok", "system_key"]);
    expect(await refusal(testUpstream(admin, { ...input, confirmSystem: true }))).toBe("forbidden");
    expect((await testUpstream(owner, { ...input, confirmSystem: true })).ok).toBe(true);
  });
});

describe("the checks", () => {
  test("an instance that answers without a key is refused before the key is sent", async () => {
    const seen: (string | undefined)[] = [];
    instances.answer = (authorization) => {
      seen.push(authorization);
      const result = {
        protocolVersion: "2025-11-25",
        capabilities: {},
        serverInfo: { name: "open", version: "1" },
      };
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, result });
      return { status: 200, headers: { "content-type": "application/json" }, body };
    };
    const actor = await mintOwner();
    const outcome = await connectUpstream(actor, { name: "Open", url: instances.fakeUrl, key: KEYS.user });
    expect([outcome.ok, outcomes(outcome.rows)]).toEqual([false, ["open_to_anyone"]]);
    expect(seen).not.toContain(`Bearer ${KEYS.user}`);
    expect(await listUpstreams(actor, {})).toEqual([]);
  });

  test.each([
    ["a server error", { status: 500 }, "failed"],
    ["a page", { status: 200, headers: { "content-type": "text/html" }, body: "<h1>hi</h1>" }, "protocol"],
    ["not found", { status: 404 }, "protocol"],
  ])("H26: %s is one of our codes and nothing of what was said", async (_what, said, problem) => {
    instances.answer = () => said;
    const { rows } = await testUpstream(await mintOwner(), { url: instances.fakeUrl, key: KEYS.user });
    const { status } = said;
    expect(rows.map(({ ms: _ms, ...row }) => row)).toEqual([
      { check: "resolves", outcome: "ok" },
      { check: "certificate", outcome: "untold" },
      { check: "answers", outcome: "ok" },
      {
        check: "refuses_strangers",
        outcome: "failed",
        problem,
        ...(status === 200 ? {} : { status }),
      },
      { check: "speaks_mcp", outcome: "skipped" },
      { check: "accepts_key", outcome: "skipped" },
      { check: "lists_tools", outcome: "skipped" },
      { check: "answers_call", outcome: "skipped" },
    ]);
  });

  test("a wrong key fails its check, a wrong backend too, and nothing is stored", async () => {
    const actor = await mintOwner();
    const wrong = await connectUpstream(actor, { name: "x", url: instances.url, key: newKey() });
    expect(outcomes(wrong.rows)).toEqual(["ok", "untold", "refused_key"]);
    const backend = await connectUpstream(actor, {
      name: "x",
      url: instances.url,
      key: KEYS.user,
      apiUrl: new URL(instances.fakeUrl).origin,
    });
    expect(outcomes(backend.rows)).toEqual(["ok", "ok", "refused_key"]);
    expect(await listUpstreams(actor, {})).toEqual([]);
  });

  test("H26: thirty in ten minutes an organisation, then a wait; another organisation is not slowed", async () => {
    const actor = await mintOwner();
    const input = { url: instances.fakeUrl, key: KEYS.user };
    instances.answer = () => ({ status: 500 });
    for (let index = 0; index < 30; index += 1) await testUpstream(actor, input);
    expect(await refusal(testUpstream(actor, input))).toBe("limit_exceeded");
    expect(await refusal(testUpstream(await mintOwner(), input))).toBe("done");
  });
});

test("only the first instance's tools keep their names; a later one stays prefixed when that is gone", async () => {
  const actor = await mintOwner();
  const first = await connect(actor, { name: "Staging" });
  await connect(actor, { name: "Live" });
  await removeUpstream(actor, { id: first });
  await connect(actor, { name: "Staging" });
  const slugs = await inTenant(actor.tenantId, (tx) =>
    tx.upstream.findMany({
      where: { tenantId: actor.tenantId },
      orderBy: { createdAt: "asc" },
      select: { slug: true },
    }),
  );
  expect(slugs.map(({ slug }) => slug)).toEqual(["live", "staging"]);
});
