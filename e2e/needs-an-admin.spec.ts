import pg from "pg";
import { plantRow } from "../lib/testing/retention/plant-row.ts";
import { checkPage } from "./check-page.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, test } from "./fixtures.ts";
import { readAdminUrl } from "./server.ts";

const SECRET_ENDS =
  "UPDATE tenant.sso_connections SET secret_ends_on = current_date + $2::int WHERE tenant_id = $1";

test("what needs an admin is told above every page, the most pressing of it alone", async ({ openAs }) => {
  test.slow();
  const page = await openAs(makeFounder());
  const slug = await createOrganisation(page);
  const admin = new pg.Client({ connectionString: readAdminUrl() });
  await admin.connect();
  const { rows } = await admin.query<{ id: string }>("SELECT id FROM tenant.tenants WHERE slug = $1", [slug]);
  const tenant = { tenant_id: rows[0]?.id ?? "" };
  const set = async (sql: string, ...values: unknown[]) =>
    await admin.query(sql, [tenant.tenant_id, ...values]);
  // Paused, so that no job calls it meanwhile.
  const { id: upstream_id } = await plantRow(admin, "tenant.upstreams", {
    ...tenant,
    name: "A Trinity with a name as long as a name of one may well be",
    slug: "",
    status: "ready",
    paused_at: new Date(),
  });
  await plantRow(admin, "tenant.upstream_tools", { ...tenant, upstream_id, state: "pending" });

  // Each is more pressing than those before it, which go on.
  const states: [title: RegExp, arise: () => Promise<unknown>][] = [
    [/^1 tool has changed/, async () => undefined],
    [
      /^The secret of company sign-in expires on/,
      async () => {
        await plantRow(admin, "tenant.sso_connections", { ...tenant, is_active: true });
        await set(SECRET_ENDS, 25);
      },
    ],
    [/^The secret of company sign-in expires on/, async () => await set(SECRET_ENDS, 2)],
    [/^The secret of company sign-in expired on/, async () => await set(SECRET_ENDS, -1)],
    [
      /^A Trinity instance does not work/,
      async () =>
        await set(
          "UPDATE tenant.upstreams SET problem = 'unreachable', problem_since = now() WHERE tenant_id = $1",
        ),
    ],
    [
      /^Trinity refuses the key of A Trinity/,
      async () =>
        await plantRow(admin, "tenant.upstream_keys", { ...tenant, upstream_id, refused_at: new Date() }),
    ],
    [
      /^All tools are paused/,
      async () => await set("UPDATE tenant.tenants SET paused_at = now() WHERE id = $1"),
    ],
  ];
  for (const [title, arise] of states) {
    await arise();
    await page.goto(`/o/${slug}/exports`);
    await expect(page.getByText(title)).toBeVisible();
    for (const [other] of states.filter(([one]) => one.source !== title.source)) {
      await expect(page.getByText(other)).toHaveCount(0);
    }
    await checkPage(page, title.source);
  }
  await admin.end();
});
