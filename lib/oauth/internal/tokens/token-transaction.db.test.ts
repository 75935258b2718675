import { expect, inject, test } from "vitest";
import { authSql } from "#lib/platform/db/sql.ts";
import { runSql, useDatabase } from "#lib/testing/use-database.ts";
import { currentTokenRequest, type Executor, requestContext } from "./request-context.ts";
import { inTokenTransaction } from "./store.ts";

useDatabase();

/** Runs one token request's transaction, as the provider does: it keeps whatever `run` leaves. */
async function keep(run: (executor: Executor) => Promise<unknown>): Promise<void> {
  const request = {
    kind: "token",
    clientId: undefined,
    codeVerifier: undefined,
    resources: [],
    client: undefined,
  } as const;
  await requestContext().run({ ...request }, () =>
    inTokenTransaction(async () => {
      const executor = currentTokenRequest()?.executor;
      if (!executor) throw new Error("no transaction");
      await run(executor);
      return "commit";
    }),
  );
}

const select = (text: string) => ({ text, values: [] });

test("K01: a database that goes away in the middle of a token request is that request's error alone", async () => {
  const strays: unknown[] = [];
  const note = (error: unknown) => void strays.push(error);
  process.prependListener("uncaughtException", note);
  const kept = keep(async (executor) => {
    const { rows } = await executor.query(select("SELECT pg_backend_pid() AS pid"));
    await runSql(inject("postgres").superuserUrl, `SELECT pg_terminate_backend(${Number(rows[0]?.["pid"])})`);
    await executor.query(select("SELECT 1"));
  });
  await expect(kept).rejects.toThrow();
  process.off("uncaughtException", note);
  expect(strays).toEqual([]);
  expect((await authSql().query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

test("C24: an answer whose rows were not kept is a fault, not a token", async () => {
  const kept = keep((executor) => executor.query(select("SELECT 1/0")).catch(() => undefined));
  await expect(kept).rejects.toThrow("had failed before");
});
