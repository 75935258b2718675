import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { run, withDatabase } from "./start-postgres.ts";

type ThrowawayPostgres = {
  superuserUrl: string;
  migrate: (url: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** TEMPORARY scaffold of the lead until the supervisor exists. */
export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
  void execFile;
  void promisify;
  const superuserUrl = "postgres://postgres@127.0.0.1:5599/postgres";
  return {
    superuserUrl,
    migrate: async (url) => {
      const name = (await readdir("prisma/migrations", { withFileTypes: true })).find((entry) =>
        entry.isDirectory(),
      );
      const sql = await readFile(`prisma/migrations/${name?.name}/migration.sql`, "utf8");
      const owner = withDatabase(url, new URL(url).pathname.slice(1), {
        user: "connect_owner",
        password: "test",
      });
      await run(owner, sql);
    },
    stop: async () => {
      /* the scaffold's server stays */
    },
  };
}
