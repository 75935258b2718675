import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { runSql, useDatabase } from "#lib/testing/use-database.ts";
import { startBus } from "../bus/start-bus.ts";
import { stopBus } from "../bus/stop-bus.ts";
import { getConfig, setConfig } from "../config/get-config.ts";
import { authSql } from "../db/sql.ts";
import { takeOnce } from "../registry/once.ts";
import { deriveKeys } from "./derive-key.ts";
import { heldRing, holdRing } from "./hold-ring.ts";
import { ensureRing, loadRing } from "./load-ring.ts";
import { listRing, resealRing } from "./reseal-ring.ts";
import { rotateRing } from "./rotate-ring.ts";
import { seal, unseal } from "./seal.ts";
import { signMac, verifyMac } from "./sign.ts";
import { watchRing } from "./watch-ring.ts";

useDatabase();

const PLACE = { label: "test", aad: "row" };
const OLD = randomBytes(32).toString("base64url");
const NEW = randomBytes(32).toString("hex");
const NOW = { isUrgent: true };
const WAIT = { timeout: 30_000 };

const useSecrets = (...secrets: string[]) => setConfig({ ...getConfig(), secrets });
const open = (sealed: Uint8Array) => unseal(sealed, PLACE).toString();
const signingKids = () => heldRing()?.signing.map(({ kid }) => kid as string) ?? [];
/** What a process that is started now holds of the ring. */
const restart = async () => {
  takeOnce("crypto.held-ring");
  await ensureRing();
};
const statesOf = async (purpose: string) =>
  (await listRing()).filter((key) => key.purpose === purpose).map(({ state }) => state);

beforeEach(async () => {
  takeOnce("crypto.held-ring");
  useSecrets(OLD);
  await runSql(getConfig().databaseOwnerUrl ?? "", "TRUNCATE auth.ring_keys, auth.signing_keys");
});
afterEach(() => void takeOnce("crypto.held-ring"));

describe("the first start", () => {
  test("what was sealed and signed under SECRETS before there was a ring still opens", async () => {
    useSecrets(NEW);
    const [older, mac] = [seal("older", PLACE), signMac("label", "data")];
    useSecrets(OLD, NEW);
    const newer = seal("newer", PLACE);
    await loadRing();
    expect([open(older), open(newer), verifyMac("label", "data", mac)]).toEqual(["older", "newer", true]);
    expect(seal("x", PLACE).slice(1, 9)).toEqual(newer.slice(1, 9));
    expect(await statesOf("secret")).toEqual(["next", "active", "retired"]);
    expect(await statesOf("signing")).toEqual(["next", "active"]);
  });

  test("the signing key of the first releases stays the one in use", async () => {
    const jwk = JSON.stringify({ kty: "EC", crv: "P-256", x: "x", y: "y", d: "d", kid: "former" });
    const sealed = seal(jwk, { label: "oauth/signing-key", aad: "former" });
    const insert = "INSERT INTO auth.signing_keys (kid, sealed_jwk) VALUES ('former', $1)";
    await authSql().query(insert, [Buffer.from(sealed)]);
    await loadRing();
    expect(signingKids()).toHaveLength(2);
    expect(signingKids()[0]).toBe("former");
  });

  test("however many instances start together, they hold one ring", async () => {
    await Promise.all(Array.from({ length: 8 }, loadRing));
    expect(await listRing()).toHaveLength(4);
  });

  test("L02: no key is in the database but sealed", async () => {
    await loadRing();
    const { rows } = await authSql().query<{ row: string }>("SELECT k::text AS row FROM auth.ring_keys k");
    const dump = JSON.stringify(rows);
    for (const material of heldRing()?.opened.values() ?? []) {
      const hex = Buffer.from(material).toString("hex");
      expect(dump).not.toContain(material);
      expect(dump).not.toContain(hex);
    }
    expect(JSON.stringify(await listRing())).not.toMatch(/sealed":|material|"d"/);
  });
});

describe("rotation", () => {
  test("puts the published next key into use, makes a new next one, and keeps what was sealed", async () => {
    await loadRing();
    const before = seal("before", PLACE);
    const [active, next] = signingKids();
    await rotateRing(["signing", "secret"], NOW);
    expect(signingKids()[0]).toBe(next);
    expect(signingKids()).not.toContain(active);
    expect(signingKids()).toHaveLength(2);
    expect(open(before)).toBe("before");
    expect(seal("x", PLACE).slice(1, 9)).not.toEqual(before.slice(1, 9));
    expect(await statesOf("secret")).toEqual(["next", "active", "retired"]);
  });

  test("an instance that has not heard of it opens and verifies what one that has makes, and the other way", async () => {
    await loadRing();
    const lagging = heldRing();
    const made = { sealed: seal("old", PLACE), mac: signMac("label", "old"), cookie: deriveKeys("c")[0] };
    await rotateRing(["secret"], NOW);
    const ahead = { sealed: seal("new", PLACE), mac: signMac("label", "new"), cookie: deriveKeys("c")[0] };
    expect([open(made.sealed), verifyMac("label", "old", made.mac)]).toEqual(["old", true]);
    expect(deriveKeys("c")).toContainEqual(made.cookie);
    if (lagging) holdRing(lagging);
    expect([open(ahead.sealed), verifyMac("label", "new", ahead.mac)]).toEqual(["new", true]);
    expect(deriveKeys("c")).toContainEqual(ahead.cookie);
  });

  test("is refused while the next key is so young that an instance may not hold it", async () => {
    await loadRing();
    const refusal = await rotateRing(["secret"]).catch((error: unknown) => error);
    expect(isDomainError(refusal, "conflict")).toBe(true);
    await authSql().query("UPDATE auth.ring_keys SET created_at = now() - interval '61 seconds'");
    expect(await rotateRing(["secret"])).toHaveLength(1);
  });

  test("two at once are two rotations, one after the other", async () => {
    await loadRing();
    await Promise.all([rotateRing(["secret"], NOW), rotateRing(["secret"], NOW)]);
    expect(await statesOf("secret")).toEqual(["next", "active", "retired", "retired"]);
  });

  test("is heard of by a running instance, which then works with the new key", async () => {
    await loadRing();
    await startBus();
    const stop = watchRing();
    const lagging = heldRing();
    await rotateRing(["signing"], NOW);
    if (lagging) holdRing(lagging);
    await authSql().query("SELECT pg_notify('connect_keys', '')");
    await vi.waitFor(() => expect(heldRing()?.version).not.toBe(lagging?.version), WAIT);
    stop();
    await stopBus();
  });

  test("is found out by an instance that was told nothing, from the first value it cannot open", async () => {
    await loadRing();
    const asleep = heldRing();
    await rotateRing(["secret"], NOW);
    await rotateRing(["secret"], NOW);
    const sealed = seal("two later", PLACE);
    if (asleep) holdRing(asleep);
    const stop = watchRing();
    expect(() => open(sealed)).toThrow("could not be read");
    await vi.waitFor(() => expect(open(sealed)).toBe("two later"), WAIT);
    stop();
  });
});

describe("the operator's SECRETS", () => {
  test("an older one may go once everything is sealed under the newest", async () => {
    await loadRing();
    const sealed = seal("kept", PLACE);
    useSecrets(NEW, OLD);
    expect((await listRing()).every((key) => key.sealedUnder === "older")).toBe(true);
    expect(await resealRing()).toEqual({ resealed: 4, unopened: [] });
    expect(await resealRing()).toEqual({ resealed: 0, unopened: [] });
    useSecrets(NEW);
    await restart();
    expect(open(sealed)).toBe("kept");
    expect((await listRing()).every((key) => key.sealedUnder === "newest")).toBe(true);
  });

  test("M03: one that opens none of the keys in use stops the start and says what to do", async () => {
    await loadRing();
    useSecrets(NEW);
    takeOnce("crypto.held-ring");
    const refusal = await ensureRing().catch((error: unknown) => error);
    expect(isDomainError(refusal, "precondition_failed")).toBe(true);
    expect((refusal as Error).message).not.toContain(NEW);
  });

  test("an instance whose SECRETS lacks the newest keeps the keys it knew", async () => {
    await loadRing();
    const sealed = seal("kept", PLACE);
    useSecrets(NEW, OLD);
    await resealRing();
    useSecrets(OLD);
    await loadRing();
    expect(open(sealed)).toBe("kept");
  });
});
