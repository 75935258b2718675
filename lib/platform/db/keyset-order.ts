import "#server-only";
import type { RowPlace } from "#lib/kernel/row-place.ts";
import { Prisma } from "./generated/client.ts";

/** The order of a list, what comes after a place in it, and the time a place carries. */
export type KeysetOrder = { by: Prisma.Sql; beyond: (place: RowPlace) => Prisma.Sql; at: Prisma.Sql };

type Keyset = {
  isDown: boolean;
  /** What decides between rows that are alike, the last of it unique. */
  ties: readonly Prisma.Sql[];
  areTiesDown: boolean;
  /** What those columns are of the row at a place. */
  ofPlace: (columns: Prisma.Sql, place: RowPlace) => Prisma.Sql;
};

const NO_TIME = Prisma.sql`NULL::timestamptz`;
const NEVER = Prisma.sql`'-infinity'::timestamptz`;
const toDirection = (isDown: boolean) => (isDown ? Prisma.sql`DESC` : Prisma.sql`ASC`);
const toPast = (isDown: boolean) => (isDown ? Prisma.sql`<` : Prisma.sql`>`);

/**
 * Orders of a list whose pages go on after a row, so that none is lost or repeated over rows that are alike: by its ties
 * alone, by a key of the row, or by a time that changes while one reads, which the place itself carries.
 */
export function toKeysetOrders({ isDown, ties, areTiesDown, ofPlace }: Keyset) {
  const all = Prisma.join([...ties], ", ");
  const inOrder = (down: boolean) =>
    Prisma.join(
      ties.map((column) => Prisma.sql`${column} ${toDirection(down)}`),
      ", ",
    );
  const byKey = (key: Prisma.Sql, toLast = (place: RowPlace) => ofPlace(key, place)): KeysetOrder => ({
    at: NO_TIME,
    by: Prisma.sql`${key} ${toDirection(isDown)}, ${inOrder(areTiesDown)}`,
    beyond: (place) =>
      Prisma.sql`(${key} ${toPast(isDown)} ${toLast(place)} OR (${key} = ${toLast(place)} AND (${all}) ${toPast(areTiesDown)} ${ofPlace(all, place)}))`,
  });
  return {
    byTies: (): KeysetOrder => ({
      at: NO_TIME,
      by: inOrder(isDown),
      beyond: (place) => Prisma.sql`(${all}) ${toPast(isDown)} ${ofPlace(all, place)}`,
    }),
    byKey: (key: Prisma.Sql): KeysetOrder => byKey(key),
    byTime: (at: Prisma.Sql): KeysetOrder => ({
      ...byKey(
        Prisma.sql`coalesce(${at}, ${NEVER})`,
        (place) => Prisma.sql`coalesce(${place.at}::timestamptz, ${NEVER})`,
      ),
      at,
    }),
  };
}
