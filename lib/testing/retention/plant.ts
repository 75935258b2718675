import type pg from "pg";
import type { MemberActor } from "#lib/kernel/actor.ts";

export type Row = Record<string, unknown>;
/** What rows are planted beside, and with what. */
export type Base = {
  actor: MemberActor;
  tenant: { tenant_id: string };
  upstream_id: string;
  user_id: string;
  plant: (table: string, row: Row) => Promise<Row>;
  sql: (text: string, values?: unknown[]) => Promise<pg.QueryResult>;
};
/** A row of which the period is over once `at` is that long ago. */
export type Plant = {
  title: string;
  table: string;
  row: (at: Date, base: Base) => Row | Promise<Row>;
  /** By which columns it is found again. */
  key?: string[];
  /** Days are coarser than moments. */
  marginSeconds?: number;
};

export const DAY = 86_400;
export const HOUR = 3_600;

export const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
export const ahead = () => new Date(Date.now() + 30 * DAY * 1_000);
export const uuid = () => crypto.randomUUID();

export const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1_000);
export const inBase = (more: (at: Date, base: Base) => Row) => (at: Date, found: Base) => ({
  ...found.tenant,
  ...more(at, found),
});
export const member = ({ actor }: Base) => ({ membership_id: actor.membershipId, person_id: actor.personId });
