import { expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { appSql } from "./sql.ts";

useDatabase();

test("the last words of a connection that is out of the pool do not end the process", async () => {
  const client = await appSql().connect();
  expect(() => client.emit("error", new Error("terminating connection"))).not.toThrow();
  client.release(true);
});
