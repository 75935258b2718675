import pg from "pg";
import { callTool, connect, listNames } from "./drive-app.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { readAdminUrl } from "./server.ts";

/** The most connections of the tenant-data login the process may hold: its pool's size. */
const POOL_MAX = 10;
/** Enough to keep all of them busy; more only wait, and who waits for two seconds is refused. */
const AT_ONCE = 15;

test("the gateway and the pages share one pool: full by the one, it does not grow by the other", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner);
  const host = await connect(page);
  const { access_token: token } = host.tokens();
  const admin = new pg.Client({ connectionString: readAdminUrl() });
  await admin.connect();
  const counts: number[] = [];
  const countConnections = async () => {
    const { rows } = await admin.query<{ count: number }>(
      "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'trinity-connect-app'",
    );
    counts.push(rows[0]?.count ?? 0);
    return rows[0]?.count ?? 0;
  };
  const statuses = new Set<number>();
  let isOver = false;
  const hammer = async (send: () => Promise<number>) => {
    while (!isOver) statuses.add(await send());
  };
  const callers = Array.from({ length: AT_ONCE }, (_, index) =>
    hammer(async () => {
      if (index % 2 === 0) return (await callTool(token, "list_agents")).status;
      return (await listNames(token)).length > 0 ? 200 : 0;
    }),
  );
  try {
    await expect.poll(countConnections).toBe(POOL_MAX);
    // The gateway holds them all; a pool of the pages' own would now show beside it.
    const paths = ["/o/acme", "/o/acme/instances", "/o/acme/connections", "/me/connections"];
    const reads = Array.from({ length: 24 }, async (_, index) => {
      const response = await page.request.get(paths[index % paths.length] ?? "/o/acme");
      statuses.add(response.status());
      await countConnections();
    });
    await Promise.all(reads);
  } finally {
    isOver = true;
    await Promise.all(callers);
    await admin.end();
  }
  expect(Math.max(...counts)).toBe(POOL_MAX);
  expect([...statuses]).toEqual([200]);
  await host.close();
});
