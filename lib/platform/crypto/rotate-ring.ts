import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { loadRing } from "./load-ring.ts";
import { makeRow, openMaterial } from "./make-ring-key.ts";
import { inRingTurn, type RingPurpose, type RingRow, type RingTurn } from "./store.ts";

/** Twice the time within which an instance that hears of nothing looks by itself, with room. */
const NEXT_AGE_SECONDS_MIN = 60;

type Rotation = { purpose: RingPurpose; activated: string; retired: string };

/**
 * Puts the next key of each purpose into use, retires the active one and makes a new next one, in one transaction.
 * Throws `conflict` when a next key is so young that an instance may not hold it yet, unless `isUrgent`.
 */
export async function rotateRing(
  purposes: readonly RingPurpose[],
  { isUrgent = false }: { isUrgent?: boolean } = {},
): Promise<Rotation[]> {
  const done: Rotation[] = [];
  await inRingTurn(async (turn) => {
    const rows = await turn.rows();
    for (const purpose of purposes) done.push(await rotate(turn, rows, { purpose, isUrgent }));
  });
  await loadRing();
  return done;
}

async function rotate(
  turn: RingTurn,
  rows: RingRow[],
  { purpose, isUrgent }: { purpose: RingPurpose; isUrgent: boolean },
): Promise<Rotation> {
  const find = (state: RingRow["state"]) =>
    rows.find((row) => row.purpose === purpose && row.state === state);
  const [active, next] = [find("active"), find("next")];
  if (!active || !next || openMaterial(next) === null) throw unopened();
  if (!isUrgent && next.ageSeconds < NEXT_AGE_SECONDS_MIN) throw tooYoung();
  await turn.move(active.kid, "retired");
  await turn.move(next.kid, "active");
  await turn.insert(makeRow(purpose, "next"));
  return { purpose, activated: next.kid, retired: active.kid };
}

function unopened(): DomainError {
  return new DomainError(
    "precondition_failed",
    "The next key cannot be opened with this SECRETS. Run the command with the SECRETS the servers have.",
  );
}

function tooYoung(): DomainError {
  return new DomainError(
    "conflict",
    "The next key is less than a minute old, and every server must hold it before it is used. Wait a minute, or say npm run keys -- rotate --now when all of them have been started since.",
  );
}
