import "#server-only";
import type pg from "pg";
import { authSql } from "../db/sql.ts";
import { withClient } from "../db/with-client.ts";

export type RingPurpose = "signing" | "secret";
export type RingState = "next" | "active" | "retired";
export type RingRow = {
  kid: string;
  purpose: RingPurpose;
  state: RingState;
  sealed: Uint8Array;
  createdAt: Date;
  activatedAt: Date | null;
  retiredAt: Date | null;
  /** By the database's clock. */
  ageSeconds: number;
};
export type NewRow = Pick<RingRow, "kid" | "purpose" | "state" | "sealed">;

const LOCK = 7_239_002;
const COLUMNS = `kid, purpose, state, sealed, created_at AS "createdAt", activated_at AS "activatedAt",
  retired_at AS "retiredAt", extract(epoch FROM now() - created_at)::float8 AS "ageSeconds"`;
const ALL = `SELECT ${COLUMNS} FROM auth.ring_keys ORDER BY purpose, state, activated_at DESC NULLS FIRST, kid`;

/** Every key of the ring; per purpose the next one first, then the active one, then the retired, latest first. */
export async function listRows(): Promise<RingRow[]> {
  return (await authSql().query<RingRow>(ALL)).rows;
}

/** The signing keys of the first releases, newest first. */
export async function listFormerSigningKeys(): Promise<{ kid: string; sealed: Uint8Array }[]> {
  const { rows } = await authSql().query<{ kid: string; sealed: Uint8Array }>(
    "SELECT kid, sealed_jwk AS sealed FROM auth.signing_keys ORDER BY created_at DESC, kid",
  );
  return rows;
}

/** Changes the ring, one change at a time among all instances; every instance is told once it is committed. */
export async function inRingTurn(change: (turn: RingTurn) => Promise<void>): Promise<void> {
  await withClient(authSql(), async (client) => {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await change(toTurn(client));
    await client.query("SELECT pg_notify('connect_keys', '')");
    await client.query("COMMIT");
  });
}

export type RingTurn = {
  rows: () => Promise<RingRow[]>;
  insert: (row: NewRow) => Promise<void>;
  move: (kid: string, state: "active" | "retired") => Promise<void>;
  reseal: (kid: string, sealed: Uint8Array) => Promise<void>;
};

function toTurn(client: pg.PoolClient): RingTurn {
  return {
    rows: async () => (await client.query<RingRow>(ALL)).rows,
    insert: async ({ kid, purpose, state, sealed }) => {
      await client.query(
        `INSERT INTO auth.ring_keys (kid, purpose, state, sealed, activated_at, retired_at)
         VALUES ($1, $2, $3::auth.ring_state, $4,
           CASE WHEN $3::auth.ring_state <> 'next' THEN now() END,
           CASE WHEN $3::auth.ring_state = 'retired' THEN now() END)`,
        [kid, purpose, state, Buffer.from(sealed)],
      );
    },
    move: async (kid, state) => {
      const column = state === "active" ? "activated_at" : "retired_at";
      await client.query(`UPDATE auth.ring_keys SET state = $2, ${column} = now() WHERE kid = $1`, [
        kid,
        state,
      ]);
    },
    reseal: async (kid, sealed) => {
      await client.query("UPDATE auth.ring_keys SET sealed = $2 WHERE kid = $1", [kid, Buffer.from(sealed)]);
    },
  };
}
