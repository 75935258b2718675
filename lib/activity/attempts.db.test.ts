import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { mintMember, type MintedTenant, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { countAttemptCauses } from "./count-attempt-causes.ts";
import { getTenantAttempt } from "./get-tenant-attempt.ts";
import { listTenantAttempts } from "./list-tenant-attempts.ts";
import { makeAttemptKey } from "./make-attempt-key.ts";
import { noteAttemptReference } from "./note-attempt-reference.ts";
import { toCause } from "./policy.ts";
import { REASONS } from "./schema.ts";
import { STAGES } from "./terms.ts";
import { watchAttempts } from "./watch-attempts.ts";

useDatabase();
const ALL = { since: new Date(0) };
let tenant: MintedTenant;
let admin: MemberActor;

beforeEach(async () => {
  await authSql().query("DELETE FROM auth.attempts");
  tenant = await mintTenant();
  admin = await mintMember(tenant, "admin");
});

type Made = {
  furthest?: number;
  failed?: number | null;
  reason?: string | null;
  quiet?: number;
  age?: number;
  personId?: string | null;
  tenantId?: string | null;
  clientId?: string;
};

/** An attempt as the recorder leaves it. */
async function make(made: Made = {}): Promise<string> {
  const { furthest = 5, failed = null, reason = null, quiet = 0, age = 0, clientId = "app" } = made;
  const { id, number } = makeAttemptKey();
  const { personId = admin.personId, tenantId = tenant.tenantId } = made;
  await authSql().query(
    `INSERT INTO auth.attempts (id, number, started_at, last_at, furthest, furthest_at, failed_stage, failed_at, reason,
       client_id, family, network, person_id, tenant_id)
     VALUES ($1, $2, now() - make_interval(secs => $3), now(), $4, now() - make_interval(secs => $5), $6, now(), $7, $8,
       'browser', '8.8.4.0/24', $9, $10)`,
    [id, number, age, furthest, quiet, failed, reason, clientId, personId, tenantId],
  );
  return number;
}
const numbersOf = async (filter: object = {}) =>
  (await listTenantAttempts(admin, filter)).attempts.map(({ number }) => number);

describe("the list of attempts", () => {
  test("is grouped in the database by the very causes its verdicts name", async () => {
    for (const [stage] of STAGES.entries()) {
      for (const quiet of [0, 9, 11, 16, 31, 121, 100_000]) await make({ furthest: stage, quiet });
      for (const reason of [null, "denied", "call_failed"])
        await make({ furthest: 5, failed: stage, reason });
    }
    const seen = new Map<string, number>();
    let before: object | null | undefined;
    while (before !== null) {
      const page = await listTenantAttempts(admin, before === undefined ? {} : { before });
      for (const { verdict } of page.attempts) {
        const cause = toCause(verdict);
        seen.set(cause, (seen.get(cause) ?? 0) + 1);
      }
      before = page.nextBefore;
    }
    const counted = await countAttemptCauses(admin, ALL);
    expect(new Map(counted.map(({ cause, attempts }) => [cause, attempts]))).toEqual(seen);
    for (const { cause, attempts } of counted.filter((one) => one.attempts <= 50)) {
      expect((await listTenantAttempts(admin, { cause })).attempts).toHaveLength(attempts);
    }
  });

  test("comes in pages of fifty that miss none and show none twice, also at one moment", async () => {
    for (let index = 0; index < 60; index += 1) await make();
    await authSql().query("UPDATE auth.attempts SET started_at = '2026-01-01'");
    const first = await listTenantAttempts(admin, {});
    const second = await listTenantAttempts(admin, { before: first.nextBefore });
    expect([first.attempts.length, second.attempts.length, second.nextBefore]).toEqual([50, 10, null]);
    expect(new Set([...first.attempts, ...second.attempts].map(({ id }) => id)).size).toBe(60);
  });

  test("is narrowed by person, app and time", async () => {
    const member = await mintMember(tenant, "member");
    const theirs = await make({ personId: member.personId, clientId: "other" });
    const old = await make({ age: 100_000 });
    expect(await numbersOf({ personId: member.personId })).toEqual([theirs]);
    expect(await numbersOf({ clientId: "other" })).toEqual([theirs]);
    expect(await numbersOf({ since: new Date(Date.now() - 3_600_000) })).toEqual([theirs]);
    expect(await numbersOf()).toEqual([theirs, old]);
  });

  test("says how long each took until the furthest step, by the database's clock", async () => {
    const number = await make({ age: 150, quiet: 30 });
    const [listed] = (await listTenantAttempts(admin, {})).attempts;
    expect(listed).toMatchObject({ number, tookSeconds: expect.closeTo(120, 3) });
    expect((await getTenantAttempt(admin, { number })).tookSeconds).toBeCloseTo(120, 3);
    await make({ age: 0, quiet: 5 });
    expect((await listTenantAttempts(admin, {})).attempts[0]?.tookSeconds).toBe(0);
  });

  test("I01: knows nothing of another organisation's, nor does anything done with it", async () => {
    const number = await make({ tenantId: (await mintTenant()).tenantId, personId: null, furthest: 3 });
    expect(await numbersOf()).toEqual([]);
    expect(await countAttemptCauses(admin, ALL)).toEqual([]);
    expect(await watchAttempts(admin, ALL)).toEqual([]);
    for (const refused of [
      getTenantAttempt(admin, { number }),
      noteAttemptReference(admin, { number, reference: "ofid_abcd1234" }),
    ]) {
      await expect(refused).rejects.toMatchObject({ code: "not_found" });
    }
    const { rows } = await authSql().query("SELECT reference FROM auth.attempts WHERE number = $1", [number]);
    expect(rows).toEqual([{ reference: null }]);
  });

  test("reads a word of a later release as one it knows", async () => {
    await make({ failed: 6, reason: "a_later_reason" });
    expect(await countAttemptCauses(admin, ALL)).toMatchObject([
      { cause: "request_incomplete", attempts: 1 },
    ]);
  });
});

describe("waiting for Connect", () => {
  test("shows what may be one's own: also before the organisation is chosen, never a colleague's", async () => {
    const colleague = await mintMember(tenant, "member");
    const unchosen = await make({ tenantId: null });
    const nobodys = await make({ personId: null });
    await make({ personId: colleague.personId });
    await make({ tenantId: null, personId: null });
    await make({ tenantId: (await mintTenant()).tenantId });
    await make({ age: 3_600 });
    const watched = await watchAttempts(admin, ALL);
    expect(watched.map(({ number }) => number).toSorted()).toEqual([unchosen, nobodys].toSorted());
    expect(await watchAttempts(admin, { since: new Date(Date.now() + 60_000) })).toEqual([]);
  });
});

describe("the reference an app showed", () => {
  test("is kept with the attempt, changed, taken away, and each time audited", async () => {
    const number = await make({ failed: 6, reason: "denied" });
    for (const reference of ["ofid_abcd1234", "ofid_wxyz9876", null]) {
      await noteAttemptReference(admin, { number, reference });
      expect(await getTenantAttempt(admin, { number })).toMatchObject({ reference });
    }
  });

  test.each(["", "abcd1234", "ofid_", `ofid_${"x".repeat(97)}`, "ofid_<b>1234</b>", "ofid_ab cd"])(
    "is refused when it is none: %j",
    async (reference) => {
      const number = await make();
      await expect(noteAttemptReference(admin, { number, reference })).rejects.toMatchObject({
        code: "invalid_input",
      });
    },
  );
});

test("every reason can be asked for", async () => {
  for (const cause of REASONS) expect(await numbersOf({ cause })).toEqual([]);
});
