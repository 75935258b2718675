import { describe, expect, test } from "vitest";
import { denyConsent } from "#lib/oauth/deny-consent.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { PUBLIC_URL } from "../drive-oauth.ts";
import { FakeClaude } from "../fake-claude.ts";
import { useProxiedDoors } from "../proxied-doors.ts";
import { useGateway } from "../use-gateway.ts";
import { passSeconds, readAttempt, readVerdict, useRecorder } from "./use-recorder.ts";

useDatabase();
useProxiedDoors();
const scene = useGateway();
useRecorder();

async function openAndAllow(): Promise<{ claude: FakeClaude; location: string }> {
  const claude = new FakeClaude();
  await claude.open();
  return { claude, location: await claude.allow(scene.member) };
}

describe("S6, sign-in and consent", () => {
  test("F45: a page nobody answers is unfinished after two minutes, not before", async () => {
    const claude = new FakeClaude();
    await claude.open();
    await passSeconds(100);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S5", state: "going" });
    await passSeconds(21);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S5", reason: "sign_in_unfinished" });
  });

  test("the person's no reaches the app as access_denied, and is a no and not a fault", async () => {
    const claude = new FakeClaude();
    await claude.open();
    const location = await denyConsent(claude.uid, claude.cookieFor(`/connect/${claude.uid}`));
    const back = await claude.comeBack(location);
    const params = new URL(back.headers.location ?? "").searchParams;
    expect([params.get("error"), params.get("iss")]).toEqual(["access_denied", PUBLIC_URL]);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S5", failed: "S6", reason: "denied" });
  });

  test("F46: an answer whose browser is not seen again says so", async () => {
    const { claude } = await openAndAllow();
    await passSeconds(16);
    expect(await readVerdict(claude)).toMatchObject({
      furthest: "S6",
      state: "silent",
      reason: "consent_not_left",
    });
  });

  test("F51: the organisation and the person are known from the answer on", async () => {
    const { claude } = await openAndAllow();
    const { personId, tenantId } = scene.member;
    expect(await readAttempt(claude)).toMatchObject({ personId, tenantId, clientName: "Claude" });
  });

  test("a request answered twice is over, its page names it, and what was reached stays reached", async () => {
    const { claude, location } = await openAndAllow();
    await claude.comeBack(location);
    const again = await claude.comeBack(location);
    expect([again.status, again.text.includes(claude.number)]).toEqual([400, true]);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S7", reason: null });
  });
});

describe("S7 and S8, the code and the token", () => {
  test("F52: a code the app is not seen redeeming says only that", async () => {
    const { claude, location } = await openAndAllow();
    await claude.comeBack(location);
    await passSeconds(16);
    const { verdict } = await readAttempt(claude);
    expect(verdict).toMatchObject({ state: "silent", reason: "code_not_redeemed" });
    expect(verdict.sentence).toMatch(/has not been seen/);
  });

  test("F53: the answer carries our name, the one the metadata has", async () => {
    const { claude, location } = await openAndAllow();
    const { headers } = await claude.comeBack(location);
    expect(new URL(headers.location ?? "").searchParams.get("iss")).toBe(PUBLIC_URL);
  });

  test.each([
    ["F56: a proof that does not match", { code_verifier: "y".repeat(43) }, "verifier_mismatch"],
    ["F56: another return address", { redirect_uri: "https://claude.ai/other" }, "token_redirect_mismatch"],
    [
      "F40: another address than asked for",
      { resource: "https://elsewhere.example/mcp" },
      "resource_unknown",
    ],
    ["F57: another app", { client_id: "https://chatgpt.com/oauth/codex/client.json" }, "client_mismatch"],
    ["F57: a secret of another server", { client_secret: "s3cret" }, "secret_sent"],
  ])(
    "%s is refused and recorded, and the right request still gets its token",
    async (_name, extra, reason) => {
      const { claude, location } = await openAndAllow();
      await claude.comeBack(location);
      const refused = await claude.redeem(extra);
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(await readVerdict(claude)).toMatchObject({
        furthest: "S7",
        failed: "S8",
        state: "failed",
        reason,
      });
      expect((await claude.redeem()).status).toBe(200);
      expect(await readVerdict(claude)).toMatchObject({ furthest: "S8", failed: null });
    },
  );

  test("F52: a code sent twice within a minute is refused and harms nothing", async () => {
    const { claude, location } = await openAndAllow();
    await claude.comeBack(location);
    await claude.redeem();
    expect((await claude.redeem()).json["error"]).toBe("invalid_grant");
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S8", failed: null });
    expect((await claude.start()).status).toBe(200);
  });

  test("F26: an app that found no metadata and guessed our addresses connects, and is noticed", async () => {
    const claude = new FakeClaude({ identity: "registration", resource: null });
    expect((await claude.register("/register"))?.status).toBe(201);
    await claude.open({}, "/authorize");
    await claude.comeBack(await claude.allow(scene.member));
    expect((await claude.redeem({}, "/token")).status).toBe(200);
    expect((await readAttempt(claude)).notes).toContainEqual(expect.stringContaining("F26"));
  });
});
