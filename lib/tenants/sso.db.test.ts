import { afterEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { replaceOnce, takeOnce } from "#lib/platform/registry/once.ts";
import { activateSsoAsSeen, deactivateSsoAsSeen, saveSsoAsSeen } from "#lib/testing/as-seen.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { activateSsoConnection } from "./activate-sso-connection.ts";
import { claimDomain } from "./claim-domain.ts";
import { deactivateSsoConnection } from "./deactivate-sso-connection.ts";
import { findCompanyProvider } from "./find-company-provider.ts";
import { findCompanySignIn } from "./find-company-sign-in.ts";
import { getSignInSettings } from "./get-sign-in-settings.ts";
import { proveDomain } from "./prove-domain.ts";
import { recordSsoTest } from "./record-sso-test.ts";
import { removeDomain } from "./remove-domain.ts";
import { saveSsoConnection } from "./save-sso-connection.ts";
import { setSecretEnd } from "./set-secret-end.ts";

useDatabase();

const SECRET = "a-client-secret-nobody-sees-again";
const PROVIDER = { issuer: "https://login.example", clientId: "connect", clientSecret: SECRET };
const dns = new Map<string, string[]>();
let counter = 0;

function answerDns(): void {
  replaceOnce("net.resolve-txt", async (name: string) => dns.get(name) ?? []);
}
afterEach(() => {
  takeOnce("net.resolve-txt");
  dns.clear();
});

const newDomain = () => `company-${(counter += 1)}.example`;
const mintOwner = async () => await mintMember(await mintTenant(), "owner");

async function prove(owner: MemberActor, domain: string): Promise<string> {
  const { id, record } = await claimDomain(owner, { domain });
  dns.set(record.name, ["v=something-else", ` ${record.value} `]);
  answerDns();
  expect(await proveDomain(owner, { id })).toEqual({ ok: true });
  return id;
}

async function activate(owner: MemberActor): Promise<void> {
  const { version } = await saveSsoAsSeen(owner, PROVIDER);
  await recordSsoTest(owner, { version });
  await activateSsoAsSeen(owner, { isRequired: false });
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  return isDomainError(error) ? error.code : String(error);
}

describe("proving a domain", () => {
  test("asks for one record under the domain, the same again for the same claim", async () => {
    const owner = await mintOwner();
    const domain = newDomain();
    const first = await claimDomain(owner, { domain: ` ${domain.toUpperCase()} ` });
    expect(first).toMatchObject({ domain, provenAt: null });
    expect(first.record.name).toBe(`_trinity-connect.${domain}`);
    expect(first.record.value).toMatch(/^trinity-connect-domain=[0-9a-f]{40}$/);
    expect(await claimDomain(owner, { domain })).toEqual(first);
  });

  test("fails without the record, with another organisation's, and while no server answers", async () => {
    const [owner, other] = [await mintOwner(), await mintOwner()];
    const domain = newDomain();
    const { id, record } = await claimDomain(owner, { domain });
    const theirs = await claimDomain(other, { domain });
    answerDns();
    expect(await proveDomain(owner, { id })).toEqual({ ok: false, reason: "missing" });
    dns.set(record.name, [theirs.record.value, `${record.value}0`, record.value.slice(0, -1)]);
    expect(await proveDomain(owner, { id })).toEqual({ ok: false, reason: "missing" });
    replaceOnce("net.resolve-txt", async () => Promise.reject(new Error("SERVFAIL")));
    expect(await proveDomain(owner, { id })).toEqual({ ok: false, reason: "unreachable" });
    expect((await getSignInSettings(owner, {})).domains).toMatchObject([{ domain, provenAt: null }]);
  });

  test("two may claim a domain, the first to prove it has it until it gives it up", async () => {
    const [first, second] = [await mintOwner(), await mintOwner()];
    const domain = newDomain();
    const kept = await prove(first, domain);
    const { id, record } = await claimDomain(second, { domain });
    dns.set(record.name, [record.value]);
    expect(await codeOf(proveDomain(second, { id }))).toBe("conflict");
    await removeDomain(first, { id: kept });
    expect(await proveDomain(second, { id })).toEqual({ ok: true });
  });

  test.each([
    "",
    "localhost",
    "a b.example",
    "https://x.example",
    "x.example/path",
    "1.2.3.4",
    "a@b.example",
  ])("%j is no mail domain", async (domain) => {
    expect(await codeOf(claimDomain(await mintOwner(), { domain }))).toBe("invalid_input");
  });

  test("is only for owners; auditors and admins see it", async () => {
    const tenant = await mintTenant();
    for (const role of ["admin", "auditor", "member"] as const) {
      const actor = await mintMember(tenant, role);
      expect(await codeOf(claimDomain(actor, { domain: newDomain() })), role).toBe("forbidden");
      const isSeen = (await codeOf(getSignInSettings(actor, {}))) === "null";
      expect(isSeen, role).toBe(role !== "member");
    }
  });
});

describe("company sign-in", () => {
  test("is found by a proved domain while it is on, and by nothing else", async () => {
    const owner = await mintOwner();
    const [domain, claimed] = [newDomain(), newDomain()];
    await claimDomain(owner, { domain: claimed });
    await prove(owner, domain);
    await activate(owner);
    const found = await findCompanySignIn(`Ada@${domain}`);
    expect(found).toMatchObject({ tenantId: owner.tenantId, isRequired: false });
    const provider = await findCompanyProvider(owner.tenantId, found?.connectionId ?? "");
    expect(provider).toMatchObject({ ...PROVIDER, domains: [domain], pool: owner.tenantId });
    for (const none of [`a@sub.${domain}`, `a@${claimed}`, "nonsense", `a@${domain}x`]) {
      expect(await findCompanySignIn(none), none).toBeNull();
    }
    expect(await findCompanyProvider(owner.tenantId, crypto.randomUUID())).toBeNull();
    expect(await findCompanyProvider("nonsense", found?.connectionId ?? "")).toBeNull();
    await deactivateSsoAsSeen(owner);
    expect(await findCompanySignIn(`ada@${domain}`)).toBeNull();
    expect(await findCompanyProvider(owner.tenantId, found?.connectionId ?? "")).toBeNull();
  });

  test("ends with the organisation's suspension, and with its last proved domain", async () => {
    const owner = await mintOwner();
    const domain = newDomain();
    const id = await prove(owner, domain);
    await activate(owner);
    const { tenantId } = owner;
    const connectionId = (await findCompanySignIn(`a@${domain}`))?.connectionId ?? "";
    const suspend = (status: "active" | "suspended") =>
      inTenant(tenantId, (tx) => tx.tenant.updateMany({ where: { id: tenantId }, data: { status } }));
    await suspend("suspended");
    expect(await findCompanySignIn(`a@${domain}`)).toBeNull();
    expect(await findCompanyProvider(tenantId, connectionId)).toBeNull();
    await suspend("active");
    expect(await removeDomain(owner, { id })).toEqual({ isSwitchedOff: true });
    expect((await getSignInSettings(owner, {})).connection).toMatchObject({ isActive: false });
  });

  test("cannot be switched on without a proved domain, or untested, or tested by nobody who owns it now", async () => {
    const owner = await mintOwner();
    expect(await codeOf(activateSsoAsSeen(owner, { isRequired: true }))).toBe("precondition_failed");
    const { version } = await saveSsoAsSeen(owner, PROVIDER);
    await recordSsoTest(owner, { version });
    expect(await codeOf(activateSsoAsSeen(owner, { isRequired: true }))).toBe("precondition_failed");
    await prove(owner, newDomain());
    await activateSsoAsSeen(owner, { isRequired: true });
    const { tenantId, personId } = owner;
    await saveSsoAsSeen(owner, PROVIDER);
    expect((await getSignInSettings(owner, {})).connection).toMatchObject({
      isActive: false,
      isRequired: false,
      isTested: false,
    });
    expect(await codeOf(activateSsoAsSeen(owner, { isRequired: false }))).toBe("precondition_failed");
    expect(await codeOf(recordSsoTest(owner, { version }))).toBe("conflict");
    await recordSsoTest(owner, { version: version + 1 });
    await inTenant(tenantId, (tx) =>
      tx.membership.updateMany({ where: { tenantId, personId }, data: { role: "admin" } }),
    );
    expect(await codeOf(activateSsoAsSeen(owner, { isRequired: false }))).toBe("precondition_failed");
  });

  test("keeps its secret sealed: in no row, answer or audit log, and it opens in its own place alone; where people come back to is known before", async () => {
    const owner = await mintOwner();
    const { callbackAddress } = await getSignInSettings(owner, {});
    const { id } = await saveSsoAsSeen(owner, PROVIDER);
    expect(callbackAddress).toBe(`http://localhost:3000/sign-in/callback/${id}`);
    const { tenantId } = owner;
    const rows = await inTenant(tenantId, async (tx) => [
      await tx.ssoConnection.findMany({ where: { tenantId } }),
      await tx.auditEvent.findMany({ where: { tenantId }, select: { before: true, after: true } }),
    ]);
    const said = JSON.stringify([rows, await getSignInSettings(owner, {})]);
    expect(said).not.toContain(SECRET);
    expect(said).not.toContain(Buffer.from(SECRET).toString("base64"));
    await inTenant(tenantId, (tx) =>
      tx.ssoConnection.updateMany({ where: { tenantId }, data: { version: 2, isActive: true } }),
    );
    const { connection } = await getSignInSettings(owner, {});
    expect(await codeOf(findCompanyProvider(tenantId, connection?.id ?? ""))).toBe("internal");
  });

  test("of two owners who saw the same, the second is refused whatever they do, and nothing changes", async () => {
    const owner = await mintOwner();
    await prove(owner, newDomain());
    const nothing = (await getSignInSettings(owner, {})).seen;
    const first = await Promise.allSettled(
      ["a", "b"].map((clientId) => saveSsoConnection(owner, { ...PROVIDER, clientId, seen: nothing })),
    );
    expect(first.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await recordSsoTest(owner, { version: 1 });
    const { seen: off } = await getSignInSettings(owner, {});
    await setSecretEnd(owner, { secretEndsOn: "2027-03-31", seen: off });
    const { seen: ending } = await getSignInSettings(owner, {});
    await activateSsoConnection(owner, { isRequired: true, seen: ending });
    const before = await getSignInSettings(owner, {});
    for (const seen of [nothing, off, ending]) {
      for (const change of [
        () => saveSsoConnection(owner, { ...PROVIDER, clientId: "late", seen }),
        () => setSecretEnd(owner, { secretEndsOn: "", seen }),
        () => activateSsoConnection(owner, { isRequired: false, seen }),
        () => deactivateSsoConnection(owner, { seen }),
      ]) {
        await expect(change()).rejects.toMatchObject({
          code: "conflict",
          publicMessage: expect.stringContaining("What you typed is still here"),
        });
      }
    }
    expect(await getSignInSettings(owner, {})).toEqual(before);
  });

  test("says when the secret was set, anew with every change", async () => {
    const owner = await mintOwner();
    const { tenantId } = owner;
    await saveSsoAsSeen(owner, PROVIDER);
    const savedAt = new Date("2026-01-01T00:00:00Z");
    await inTenant(tenantId, (tx) => tx.ssoConnection.updateMany({ where: { tenantId }, data: { savedAt } }));
    expect((await getSignInSettings(owner, {})).connection).toMatchObject({ savedAt });
    await saveSsoAsSeen(owner, PROVIDER);
    const { connection } = await getSignInSettings(owner, {});
    expect(connection?.savedAt.getTime()).toBeGreaterThan(savedAt.getTime());
  });

  test.each([
    "http://login.example",
    "https://127.0.0.1",
    "https://login.example:8443",
    "https://user@login.example",
    "https://login.example/?tenant=1",
    "https://metadata.internal",
    "javascript:alert(1)",
    "",
  ])("the issuer %j is refused", async (issuer) => {
    expect(await codeOf(saveSsoAsSeen(await mintOwner(), { ...PROVIDER, issuer }))).toBe("invalid_input");
  });
});
