import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { saveSsoAsSeen, setSecretEndAsSeen } from "#lib/testing/as-seen.ts";
import { type MintedTenant, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { mailsTo } from "#lib/testing/people.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { getSignInSettings } from "./get-sign-in-settings.ts";
import { DAY_MS } from "./policy.ts";
import { tellOfEndingSecrets } from "./tell-of-ending-secrets.ts";

useDatabase();

const PROVIDER = { issuer: "https://login.example", clientId: "connect", clientSecret: "a-secret" };
const toDay = (at: number) => new Date(at).toISOString().slice(0, 10);
const dayIn = (days: number) => toDay(Date.now() + days * DAY_MS);

let tenant: MintedTenant;
let owner: MemberActor;
beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

async function turn(isActive: boolean): Promise<void> {
  const { tenantId } = tenant;
  await inTenant(tenantId, (tx) => tx.ssoConnection.updateMany({ where: { tenantId }, data: { isActive } }));
}

async function readEnd(): Promise<string | undefined> {
  const { connection } = await getSignInSettings(owner, {});
  return connection?.secretEndsOn?.toISOString();
}

const subjects = async ({ email }: MemberActor) => (await mailsTo(email)).map(({ subject }) => subject);

describe("the day on which the secret ends", () => {
  test("is saved with a secret, or left out, and does not outlive it", async () => {
    await saveSsoAsSeen(owner, { ...PROVIDER, secretEndsOn: "2027-03-31" });
    expect(await readEnd()).toBe("2027-03-31T00:00:00.000Z");
    await saveSsoAsSeen(owner, { ...PROVIDER, secretEndsOn: "" });
    expect(await readEnd()).toBeUndefined();
    await saveSsoAsSeen(owner, PROVIDER);
    expect(await readEnd()).toBeUndefined();
  });

  test("is changed without turning company sign-in off, and taken away again", async () => {
    await expect(setSecretEndAsSeen(owner, "2027-03-31")).rejects.toThrow("no company sign-in");
    await saveSsoAsSeen(owner, PROVIDER);
    await turn(true);
    await setSecretEndAsSeen(owner, "2027-03-31");
    expect((await getSignInSettings(owner, {})).connection).toMatchObject({ isActive: true, version: 1 });
    expect(await readEnd()).toBe("2027-03-31T00:00:00.000Z");
    await setSecretEndAsSeen(owner, "");
    expect(await readEnd()).toBeUndefined();
  });

  test.each(["31.3.2027", "2027-02-30", "soon"])("is a day: %s is none", async (secretEndsOn) => {
    await saveSsoAsSeen(owner, PROVIDER);
    await expect(setSecretEndAsSeen(owner, secretEndsOn)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(saveSsoAsSeen(owner, { ...PROVIDER, secretEndsOn })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("tellOfEndingSecrets", () => {
  test("mails owners and admins once for a day that is thirty days away, and again for another", async () => {
    const admin = await mintMember(tenant, "admin");
    const member = await mintMember(tenant, "member");
    await saveSsoAsSeen(owner, { ...PROVIDER, secretEndsOn: dayIn(31) });
    await turn(true);
    await tellOfEndingSecrets();
    expect(await subjects(owner)).toEqual([]);
    await setSecretEndAsSeen(owner, dayIn(29));
    await Promise.all([tellOfEndingSecrets(), tellOfEndingSecrets()]);
    await tellOfEndingSecrets();
    const expected = [expect.stringMatching(`The secret of company sign-in of ${tenant.name} expires on`)];
    expect(await subjects(owner)).toEqual(expected);
    expect(await subjects(admin)).toEqual(expected);
    expect(await subjects(member)).toEqual([]);
    await setSecretEndAsSeen(owner, dayIn(-2));
    await tellOfEndingSecrets();
    expect(await subjects(admin)).toContain(`The secret of company sign-in of ${tenant.name} has expired`);
  });

  test("says nothing while company sign-in is off, or of a secret whose day nobody entered", async () => {
    await saveSsoAsSeen(owner, { ...PROVIDER, secretEndsOn: dayIn(3) });
    await tellOfEndingSecrets();
    await saveSsoAsSeen(owner, PROVIDER);
    await turn(true);
    await tellOfEndingSecrets();
    expect(await subjects(owner)).toEqual([]);
  });

  test("says nothing in an organisation that is suspended", async () => {
    await saveSsoAsSeen(owner, { ...PROVIDER, secretEndsOn: dayIn(3) });
    await turn(true);
    const { tenantId } = tenant;
    const suspend = { where: { id: tenantId }, data: { status: "suspended" as const } };
    await inTenant(tenantId, (tx) => tx.tenant.updateMany(suspend));
    await tellOfEndingSecrets();
    expect(await subjects(owner)).toEqual([]);
  });
});
