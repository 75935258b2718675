import "#server-only";
import { listPersonAttempts } from "#lib/activity/list-person-attempts.ts";
import { type CallPlace, listPersonCalls } from "#lib/activity/list-person-calls.ts";
import { listPersonRows } from "#lib/audit/list-person-rows.ts";
import { listPersonExports } from "#lib/exports/list-person-exports.ts";
import { listPersonRecords as listGrantRecords } from "#lib/grants/list-person-records.ts";
import { listPersonRecords as listAccountRecords } from "#lib/identity/list-person-records.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { listPersonPlaces } from "#lib/tenants/list-person-places.ts";
import { listPersonRecords as listTenantRecords } from "#lib/tenants/list-person-records.ts";
import { listPersonKeys } from "#lib/upstreams/list-person-keys.ts";
import { inPlace } from "../store.ts";
import { toJson, writePages } from "./write-pages.ts";

const PAGE = 1_000;
/** Of calls and of log rows, in one organisation. */
const ROWS_MAX = 200_000;
const NOTE =
  "Everything this server holds about you: your account, and what each organisation keeps of you. Left out are secrets and hashes, what belongs to other people, and the values in an organisation’s log. Times are UTC.";

/**
 * Everything held about a person as one JSON document, piece by piece: a page of rows is in memory at a time. Of each
 * organisation 200,000 calls and as many log rows at most; where there are more it says so. Secrets and hashes are left
 * out, and so is what is other people's.
 */
export async function* writeAccount(person: PersonActor): AsyncGenerator<string> {
  const { personId, email } = person;
  const about = { note: NOTE, server: getConfig().publicUrl, madeAt: new Date(), address: email, personId };
  yield `{"about":${toJson(about)},\n`;
  yield `"account":${toJson(await listAccountRecords(personId))},\n"organisations":[`;
  let isFirst = true;
  for (const tenantId of await listPersonPlaces(person)) {
    yield isFirst ? "\n" : ",\n";
    isFirst = false;
    yield* writeOrganisation(tenantId, person);
  }
  yield `],\n"connectionAttempts":${toJson(await listPersonAttempts(personId))}}\n`;
}

async function* writeOrganisation(tenantId: TenantId, person: PersonActor): AsyncGenerator<string> {
  const { personId } = person;
  const records = await inPlace(tenantId, async (tx) => ({
    ...(await listTenantRecords(tx, tenantId, person)),
    ...(await listGrantRecords(tx, tenantId, personId)),
    trinityKeys: await listPersonKeys(tx, tenantId, personId),
    exports: await listPersonExports(tx, tenantId, personId),
  }));
  yield `${toJson(records).slice(0, -1)},\n"calls":`;
  const calls = yield* writePages<unknown, CallPlace>(
    (after) => readCalls(tenantId, personId, after),
    ROWS_MAX,
  );
  yield `,"callsWhole":${calls.isWhole},\n"log":`;
  const rows = yield* writePages<unknown, bigint>((after) => readLog(tenantId, personId, after), ROWS_MAX);
  yield `,"logWhole":${rows.isWhole}}`;
}

async function readCalls(tenantId: TenantId, personId: PersonId, after: CallPlace | null) {
  const rows = await inPlace(tenantId, (tx) =>
    listPersonCalls(tx, tenantId, { personId, after, limit: PAGE }),
  );
  const last = rows.at(-1);
  return { rows, next: last && rows.length === PAGE ? { at: last.at, id: last.id } : null };
}

async function readLog(tenantId: TenantId, personId: PersonId, after: bigint | null) {
  const rows = await inPlace(tenantId, (tx) =>
    listPersonRows(tx, tenantId, { personId, after: after ?? 0n, limit: PAGE }),
  );
  const last = rows.at(-1);
  return { rows, next: last && rows.length === PAGE ? last.seq : null };
}
