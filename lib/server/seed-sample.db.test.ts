import { expect, test } from "vitest";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import { SAMPLE_PEOPLE } from "#lib/operations/sample-people.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { findSample } from "#lib/tenants/find-sample.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { seedSample } from "./seed-sample.ts";

useDatabase();

const NOWHERE = {
  mcpUrl: "http://127.0.0.1:9/mcp",
  apiUrl: "http://127.0.0.1:9",
  keys: [
    {
      key: `trinity_mcp_${"a".repeat(43)}`,
      scope: "user",
      userId: "admin",
      email: SAMPLE_PEOPLE[0].email,
      keyName: "sample-user",
    } as const,
  ],
};

test("the next start has everybody again whom the closing screen names, whoever changed their address", async () => {
  setConfig({ ...getConfig(), outboundAllow: ["127.0.0.1:9"] });
  await seedSample(NOWHERE);
  await authSql().query("UPDATE auth.users SET email = 'moved-' || email");
  await seedSample(NOWHERE);
  const sample = await findSample();
  for (const { email, name, role } of SAMPLE_PEOPLE) {
    const member = await resolveMemberActorById(await ensurePerson(email, name), sample?.id ?? "");
    expect([email, member.role]).toEqual([email, role]);
  }
});
