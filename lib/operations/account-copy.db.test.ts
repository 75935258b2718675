import { describe, expect, test } from "vitest";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { mintEverywhere, readCopy, useAccounts } from "#lib/testing/use-account.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const accounts = useAccounts();
const { world, mintAccount, mintPlace } = accounts;

async function readExport(person: PersonActor) {
  const text = await readCopy(person);
  return { text, data: JSON.parse(text) as Exported };
}
type Exported = {
  about: { address: string };
  account: { sessions: unknown[]; identities: unknown[]; emailChange: unknown; codes: unknown[] };
  organisations: {
    organisation: { slug: string };
    membership: { role: string; status: string } | null;
    connections: unknown[];
    requestsForApps: { reason: string }[];
    invitations: unknown[];
    requestsToJoin: { note: string }[];
    companySignInTest: { testedClaims: unknown } | null;
    trinityKeys: { lastFour: string }[];
    exports: unknown[];
    calls: { name: string }[];
    callsWhole: boolean;
    log: { action: string; seq: string; isActor: boolean }[];
    logWhole: boolean;
  }[];
  connectionAttempts: { network: string; requests: unknown[] }[];
};

describe("a copy of one’s data", () => {
  test("has everything held about somebody in every organisation, and no secret and nobody else’s", async () => {
    const { account, person, member, admin, left, inviting, asked } = await mintEverywhere(accounts);
    const stranger = await mintAccount();
    await mintPlace(stranger);
    const { text, data } = await readExport(person);
    const at = (slug: string) => data.organisations.find(({ organisation }) => organisation.slug === slug);
    expect(data.about.address).toBe(person.email);
    expect(data.account.sessions).toMatchObject([{ browser: "Firefox" }]);
    expect(data.account.identities).toMatchObject([{ connection: "google", email: person.email }]);
    expect(data.account.emailChange).toMatchObject({ email: `new-${person.email}` });
    expect(data.account.codes).toHaveLength(1);
    expect(at(member.tenant.slug)).toMatchObject({
      membership: { role: "member", status: "active", email: person.email, name: person.name },
      connections: [{ clientName: "Test client" }],
      trinityKeys: [{ lastFour: "own1" }],
      requestsForApps: [{ reason: "I need it" }],
      calls: [{ name: "list_agents", outcome: "ok" }],
      callsWhole: true,
      logWhole: true,
    });
    expect(at(admin.tenant.slug)).toMatchObject({
      exports: [{ kind: "members" }],
      companySignInTest: { testedClaims: { email: person.email } },
      log: [{ action: "export.request", isActor: true, seq: "1" }],
    });
    expect(at(left.tenant.slug)).toMatchObject({ membership: { status: "removed" } });
    expect(at(inviting.tenantSlug)).toMatchObject({ membership: null, invitations: [{ role: "member" }] });
    expect(at(asked.slug)).toMatchObject({ membership: null, requestsToJoin: [{ note: "Let me in" }] });
    expect(data.organisations).toHaveLength(5);
    expect(data.connectionAttempts).toMatchObject([{ network: "192.0.2.0/24", requests: [{}] }]);
    expect(text).not.toContain(account.sessionToken);
    expect(text).not.toMatch(/"\w*(?:hash|sealed|token)\w*":/i);
    expect(text).not.toContain(stranger.person.email);
    expect(text).not.toContain(inviting.email);
    expect(text).not.toContain(member.owner.email);
  });

  test("pages through what is long", async () => {
    const account = await mintAccount();
    const { member } = await mintPlace(account);
    await world.admin.query(
      `INSERT INTO tenant.tool_calls (tenant_id, at, id, person_id, client_id, network, method, name, era, outcome, bytes_in)
       SELECT $1, now() - make_interval(secs => n / 3), gen_random_uuid(), $2, 'app', 'local', 'tools/call', 'call_' || n,
              'legacy', 'ok', 1 FROM generate_series(1, 2500) n`,
      [member.tenantId, account.person.personId],
    );
    const { data } = await readExport(account.person);
    const names = data.organisations[0]?.calls.map(({ name }) => name) ?? [];
    expect([names.length, new Set(names).size]).toEqual([2501, 2501]);
  });
});
