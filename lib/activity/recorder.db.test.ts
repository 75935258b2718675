import { beforeEach, describe, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { authSql, closePools } from "#lib/platform/db/sql.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findAttempt } from "./find-attempt.ts";
import { flushEvents } from "./flush-events.ts";
import { getTenantAttempt } from "./get-tenant-attempt.ts";
import { countRefused, NETWORK_MAX, TOTAL_MAX } from "./internal/admit-event.ts";
import { countWaiting } from "./internal/event-queue.ts";
import { listAttempts } from "./list-attempts.ts";
import { listSightings } from "./list-sightings.ts";
import { listTenantAttempts } from "./list-tenant-attempts.ts";
import { makeAttemptKey } from "./make-attempt-key.ts";
import { pruneAttempts } from "./prune-attempts.ts";
import { readRequestFacts } from "./read-request-facts.ts";
import { recordEvent, type RecordedEvent } from "./record-event.ts";

useDatabase();
const RESOURCE = "http://localhost:3000/api/mcp";
const from = (userAgent: string, peer: string | null, method = "POST") =>
  readRequestFacts(method, { "user-agent": userAgent }, peer);
const HTTPX = from("python-httpx/0.28.1", "160.79.104.10");
const BROWSER = from("Mozilla/5.0 (X11)", "8.8.4.4", "GET");

beforeEach(async () => {
  takeOnce("activity.admission");
  await authSql().query("DELETE FROM auth.attempts");
  await authSql().query("DELETE FROM auth.attempt_events");
});

function begin(uid: string, extra: Partial<RecordedEvent> = {}): void {
  recordEvent({
    stage: "S5",
    outcome: "passed",
    begins: true,
    interactionUid: uid,
    clientId: "https://claude.ai/oauth/mcp-oauth-client-metadata",
    clientName: "Claude",
    redirectHost: "claude.ai",
    resource: RESOURCE,
    from: BROWSER,
    ...extra,
  });
}
const CLAUDE_CODE = "https://claude.ai/oauth/claude-code-client-metadata";
const uidOf = () => crypto.randomUUID();
async function read(uid: string) {
  await flushEvents();
  const attempt = await findAttempt(makeAttemptKey(uid).number);
  if (attempt === null) throw new Error("no attempt");
  return attempt;
}

describe("what came before the browser", () => {
  test("is attached as probable, from several of the app's addresses and both of its programs", async () => {
    recordEvent({ stage: "S1", outcome: "passed", resource: RESOURCE, from: HTTPX });
    recordEvent({
      stage: "S2",
      outcome: "passed",
      resource: RESOURCE,
      from: from("python-httpx/0.28.1", "160.79.106.7"),
    });
    recordEvent({ stage: "S3", outcome: "passed", from: from("Claude-User", "160.79.107.1") });
    recordEvent({ stage: "S1", outcome: "passed", resource: `${RESOURCE}/other`, from: HTTPX });
    recordEvent({ stage: "S1", outcome: "passed", resource: RESOURCE, from: from("curl/8", "9.9.9.9") });
    const uid = uidOf();
    begin(uid);
    const attempt = await read(uid);
    expect(attempt.events.map(({ stage, link }) => `${stage} ${link}`)).toEqual([
      "S1 probable",
      "S2 probable",
      "S3 probable",
      "S5 exact",
    ]);
    expect(attempt.verdict.state).toBe("going");
    expect(await listSightings()).toHaveLength(2);
  });

  test("is exact for a registration of the very client id, and a second registration is noticed", async () => {
    const facts = { facts: ["registered"], from: HTTPX } as const;
    recordEvent({ stage: "S4", outcome: "passed", clientId: "dcr_1234567890123456789012", ...facts });
    recordEvent({ stage: "S4", outcome: "passed", clientId: "dcr_abcdefghijklmnopqrstuv", ...facts });
    const uid = uidOf();
    begin(uid, { clientId: "dcr_abcdefghijklmnopqrstuv" });
    const attempt = await read(uid);
    expect(attempt.events.map(({ stage, link }) => `${stage} ${link}`)).toEqual([
      "S4 probable",
      "S4 exact",
      "S5 exact",
    ]);
    expect(attempt.notes).toEqual([expect.stringContaining("registered twice")]);
  });

  test("older than ten minutes is nobody's, and is forgotten after a quarter of an hour", async () => {
    recordEvent({ stage: "S1", outcome: "passed", resource: RESOURCE, from: HTTPX });
    await flushEvents();
    await authSql().query("UPDATE auth.attempt_events SET at = at - interval '11 minutes'");
    const uid = uidOf();
    begin(uid);
    expect((await read(uid)).events).toHaveLength(1);
    expect(await listSightings()).toHaveLength(1);
    await authSql().query(
      "UPDATE auth.attempt_events SET at = at - interval '5 minutes' WHERE attempt_id IS NULL",
    );
    await pruneAttempts();
    expect(await listSightings()).toEqual([]);
  });
});

describe("what an attempt has come to", () => {
  test("silence is read from the database's clock and only says what was not seen", async () => {
    const uid = uidOf();
    begin(uid);
    const grantId = crypto.randomUUID();
    recordEvent({ stage: "S7", outcome: "passed", interactionUid: uid, grantId });
    recordEvent({ stage: "S8", outcome: "passed", grantId });
    expect((await read(uid)).verdict.state).toBe("going");
    await authSql().query("UPDATE auth.attempts SET furthest_at = furthest_at - interval '31 seconds'");
    const { verdict } = await read(uid);
    expect(verdict).toMatchObject({ state: "silent", reason: "token_not_used" });
    expect(verdict.sentence).toContain("seen");
    expect(verdict.sentence).not.toMatch(/not sent|did not send/);
  });

  test("a failure decides until a stage no earlier passes", async () => {
    const uid = uidOf();
    const grantId = crypto.randomUUID();
    begin(uid);
    recordEvent({ stage: "S7", outcome: "passed", interactionUid: uid, grantId });
    recordEvent({ stage: "S8", outcome: "failed", reason: "verifier_mismatch", grantId, status: 400 });
    expect((await read(uid)).verdict).toMatchObject({ state: "failed", reason: "verifier_mismatch" });
    recordEvent({ stage: "S8", outcome: "passed", grantId });
    recordEvent({ stage: "S9", outcome: "passed", grantId });
    recordEvent({ stage: "S10", outcome: "passed", grantId });
    expect((await read(uid)).verdict.state).toBe("connected");
  });

  test("an event of a grant another instance is about to write waits for it", async () => {
    const uid = uidOf();
    const grantId = crypto.randomUUID();
    recordEvent({ stage: "S8", outcome: "passed", grantId });
    begin(uid, { grantId });
    expect((await read(uid)).furthest).toBe("S8");
  });

  test("a connection that is widened is the later attempt's from its answer on", async () => {
    const [first, second] = [uidOf(), uidOf()];
    const grantId = crypto.randomUUID();
    for (const uid of [first, second]) {
      begin(uid);
      recordEvent({ stage: "S6", outcome: "passed", interactionUid: uid, grantId });
      recordEvent({ stage: "S7", outcome: "passed", interactionUid: uid, grantId });
      recordEvent({ stage: "S8", outcome: "passed", grantId });
      recordEvent({ stage: "S9", outcome: "passed", grantId });
      recordEvent({ stage: "S9", outcome: "passed", grantId });
      expect((await read(uid)).events.map(({ stage }) => stage)).toEqual(["S5", "S6", "S7", "S8", "S9"]);
    }
  });

  test("one without a beginning makes no row", async () => {
    recordEvent({ stage: "S7", outcome: "failed", reason: "request_expired", interactionUid: uidOf() });
    await flushEvents();
    expect(await listAttempts()).toEqual([]);
  });
});

describe("an organisation", () => {
  test("reads its own attempts and nobody else's", async () => {
    const [tenant, other] = [await mintTenant(), await mintTenant()];
    const [admin, stranger] = [await mintMember(tenant, "admin"), await mintMember(other, "admin")];
    const uid = uidOf();
    begin(uid);
    recordEvent({
      stage: "S6",
      outcome: "passed",
      interactionUid: uid,
      tenantId: tenant.tenantId,
      personId: admin.personId,
    });
    const { number } = await read(uid);
    expect((await listTenantAttempts(admin, {})).attempts).toMatchObject([
      { number, personId: admin.personId, person: { email: admin.email } },
    ]);
    expect((await getTenantAttempt(admin, { number })).events).toHaveLength(2);
    expect((await listTenantAttempts(stranger, {})).attempts).toEqual([]);
    await expect(getTenantAttempt(stranger, { number })).rejects.toMatchObject({ code: "not_found" });
    expect(await listAttempts()).toMatchObject([{ number, tenantName: tenant.name }]);
  });

  test("is not told from which networks strangers ask with the same program", async () => {
    const { tenantId, ...tenant } = await mintTenant();
    const admin = await mintMember({ tenantId, ...tenant }, "admin");
    for (const peer of ["9.9.9.9", "8.8.4.4"]) {
      const asker = from("claude-code/2.1.0 (cli)", peer);
      recordEvent({ stage: "S3", outcome: "passed", resource: RESOURCE, from: asker });
    }
    recordEvent({
      stage: "S1",
      outcome: "passed",
      resource: RESOURCE,
      from: from("bun/1.3", "160.79.104.10"),
    });
    const uid = uidOf();
    begin(uid, { clientId: CLAUDE_CODE, redirectHost: "localhost:5000" });
    recordEvent({ stage: "S6", outcome: "passed", interactionUid: uid, tenantId, personId: admin.personId });
    const { number, events } = await read(uid);
    expect(events.map(({ network }) => network)).toContain("9.9.9.0/24");
    const own = (await getTenantAttempt(admin, { number })).events;
    expect(own.map(({ network }) => network)).toEqual(
      events.map(({ network }) => (network === "9.9.9.0/24" ? "another network" : network)),
    );
  });

  test("is named by its own address before anybody has signed in", async () => {
    const tenant = await mintTenant();
    const uid = uidOf();
    begin(uid, { resource: `${RESOURCE}/${tenant.address}` });
    expect((await read(uid)).tenantId).toBe(tenant.tenantId);
  });
});

describe("a flood", () => {
  test("from one network is cut off, and others are still heard", async () => {
    for (let count = 0; count < NETWORK_MAX * 3; count += 1) {
      recordEvent({ stage: "S1", outcome: "passed", resource: RESOURCE, from: from("curl/8", "9.9.9.9") });
    }
    recordEvent({ stage: "S1", outcome: "passed", resource: RESOURCE, from: HTTPX });
    await flushEvents();
    const groups = await listSightings();
    expect(groups.find(({ network }) => network === "9.9.9.0/24")?.requests).toBe(NETWORK_MAX);
    expect(groups.find(({ agent }) => agent === "python-httpx")?.requests).toBe(1);
    expect(countRefused()).toBe(NETWORK_MAX * 2);
  });

  test("of pages one signed-in person opens again and again leaves others' connections heard", async () => {
    const seen = { stage: "S6", outcome: "seen", personId: crypto.randomUUID() } as const;
    for (let count = 0; count < TOTAL_MAX.known; count += 1) {
      recordEvent({ ...seen, interactionUid: "x".repeat(21), from: from("Mozilla/5.0", "9.9.9.9") });
    }
    await flushEvents();
    const [uid, grantId] = [uidOf(), crypto.randomUUID()];
    begin(uid);
    recordEvent({ stage: "S6", outcome: "passed", interactionUid: uid, grantId, from: BROWSER });
    recordEvent({ stage: "S8", outcome: "passed", grantId, from: HTTPX });
    expect((await read(uid)).events.map(({ stage }) => stage)).toEqual(["S5", "S6", "S8"]);
  });

  test("from everywhere is cut off in all, and Anthropic's addresses are still heard", async () => {
    for (let count = 0; count < TOTAL_MAX.others * 2; count += 1) {
      const peer = `9.${count % 250}.${Math.floor(count / 250)}.1`;
      begin(uidOf(), { from: from("curl/8", peer) });
    }
    recordEvent({ stage: "S1", outcome: "passed", resource: RESOURCE, from: HTTPX });
    await flushEvents();
    const { rows } = await authSql().query("SELECT count(*)::int AS count FROM auth.attempts");
    expect(rows).toEqual([{ count: TOTAL_MAX.others }]);
    expect((await listSightings()).map(({ agent }) => agent)).toEqual(["python-httpx"]);
  });
});

test("an id cut in the middle of a character costs nobody else's events", async () => {
  const uid = uidOf();
  begin(uid);
  const clientId = `${"a".repeat(511)}\u{1F511}`;
  const stranger = from("curl/8", "9.9.9.9");
  recordEvent({ stage: "S4", outcome: "failed", reason: "client_unknown", clientId, from: stranger });
  expect((await read(uid)).events).toHaveLength(1);
  expect(await listSightings()).toMatchObject([{ requests: 1 }]);
});

test("of attempts nobody signed in to only the newest 20,000 stay, however many strangers begin", async () => {
  await authSql().query(
    `INSERT INTO auth.attempts (id, number, started_at, last_at, furthest, furthest_at, family, network, person_id)
     SELECT gen_random_uuid(), 'AAAA-AAAA', now() - make_interval(secs => n), now(), 5, now(), 'other', 'local',
            CASE WHEN n % 1000 = 0 THEN gen_random_uuid() END
     FROM generate_series(1, 20500) n`,
  );
  await pruneAttempts();
  const { rows } = await authSql().query(
    "SELECT count(*) FILTER (WHERE person_id IS NULL)::int AS unsigned, count(person_id)::int AS signed FROM auth.attempts",
  );
  expect(rows).toEqual([{ unsigned: 20_000, signed: 20 }]);
});

test("attempts go after 30 days with everything seen of them", async () => {
  const uid = uidOf();
  begin(uid);
  await flushEvents();
  await authSql().query("UPDATE auth.attempts SET started_at = started_at - interval '31 days'");
  await pruneAttempts();
  expect(await listAttempts()).toEqual([]);
  expect((await authSql().query("SELECT FROM auth.attempt_events")).rowCount).toBe(0);
});

test("a database that is away costs events and nothing else", async () => {
  const config = getConfig();
  await closePools();
  setConfig({ ...config, databaseAuthUrl: "postgres://nobody@127.0.0.1:1/nothing" });
  begin(uidOf());
  await expect(flushEvents()).resolves.toBeUndefined();
  expect(countWaiting()).toEqual({ waiting: 0, dropped: 1 });
  const grantId = crypto.randomUUID();
  recordEvent({ stage: "S9", outcome: "passed", grantId });
  await flushEvents();
  await closePools();
  setConfig(config);
  const again = uidOf();
  begin(again, { grantId });
  recordEvent({ stage: "S9", outcome: "passed", grantId });
  expect((await read(again)).furthest).toBe("S9");
  const uid = uidOf();
  begin(uid, { clientName: "Nul\0 and \ud800", tenantId: "no uuid" });
  expect(await read(uid)).toMatchObject({ clientName: "Nul and ", tenantId: null });
});
