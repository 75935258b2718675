import { describe, expect, test } from "vitest";
import { flushEvents } from "#lib/activity/flush-events.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { LOOPBACK, SHARED } from "../drive-oauth.ts";
import { FakeClaude, type Switches } from "../fake-claude.ts";
import { BROWSER, BROWSER_ADDRESS, sendFrom, useProxiedDoors } from "../proxied-doors.ts";
import { useGateway } from "../use-gateway.ts";
import { useWeb } from "../use-web.ts";
import { passSeconds, readAttempt, readSighting, readVerdict, useRecorder } from "./use-recorder.ts";

useDatabase();
useProxiedDoors();
const web = useWeb();
const scene = useGateway();
useRecorder();

const REGISTERED: Partial<Switches> = { identity: "registration" };

describe("S4, which app it is", () => {
  test("F27 F28: a known app needs no registration and no fetch", async () => {
    const claude = new FakeClaude();
    expect((await claude.open()).status).toBe(303);
    expect(await readVerdict(claude)).toEqual({ furthest: "S5", failed: null, state: "going", reason: null });
  });

  test("F28: a document we cannot have is said so, with the number to quote", async () => {
    const claude = new FakeClaude();
    const reply = await claude.open({ client_id: "https://unreachable.example/client.json" });
    expect([reply.status >= 400, reply.text.includes(claude.number)]).toEqual([true, true]);
    expect(await readVerdict(claude)).toEqual({
      furthest: "S0",
      failed: "S4",
      state: "failed",
      reason: "document_unreachable",
    });
  });

  test("F31: a document that says what is not accepted is another matter than one that is away", async () => {
    web.publish("https://app.example/client.json", { client_id: "https://other.example/client.json" });
    const claude = new FakeClaude();
    const reply = await claude.open({ client_id: "https://app.example/client.json" });
    expect([reply.status >= 400, reply.text.includes(claude.number)]).toEqual([true, true]);
    expect(await readVerdict(claude)).toMatchObject({ failed: "S4", reason: "document_refused" });
  });

  test("F31: Claude Code may listen on any port, under either name", async () => {
    for (const redirect_uri of ["http://localhost:3118/callback", "http://127.0.0.1:60001/callback"]) {
      const claude = new FakeClaude({ surface: "claude-code" });
      expect((await claude.open({ redirect_uri })).status).toBe(303);
      expect(await readVerdict(claude)).toMatchObject({ furthest: "S5", failed: null });
    }
  });

  test("F31: another address is refused in place and recorded", async () => {
    const claude = new FakeClaude({ surface: "claude-code" });
    const reply = await claude.open({ redirect_uri: `${LOOPBACK}/elsewhere` });
    expect([reply.status, reply.headers.location, reply.text.includes(claude.number)]).toEqual([
      400,
      undefined,
      true,
    ]);
    expect(await readVerdict(claude)).toMatchObject({
      failed: "S5",
      state: "failed",
      reason: "redirect_mismatch",
    });
  });

  test.each([
    ["F32: with client_secret_post", { token_endpoint_auth_method: "client_secret_post" }],
    ["F32: without naming a method", { token_endpoint_auth_method: undefined }],
    [
      "F34: with nulls, unknown scopes and grants",
      {
        client_uri: null,
        scope: "nope",
        grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
      },
    ],
    [
      "F39: with another program's own scheme beside",
      {
        redirect_uris: [
          "https://claude.ai/api/mcp/auth_callback",
          "cursor://anysphere.cursor-retrieval/oauth/callback",
        ],
      },
    ],
  ])("%s it registers and is recorded", async (_name, registration) => {
    const claude = new FakeClaude({ ...REGISTERED, registration });
    expect((await claude.register())?.status).toBe(201);
    await passSeconds(31);
    expect(await readSighting()).toEqual({ furthest: "S4", state: "silent", reason: "authorize_unseen" });
  });

  test.each([
    ["F39", { redirect_uris: ["javascript:alert(1)"] }, "registration_redirect"],
    ["F34", { grant_types: ["password"] }, "registration_refused"],
    ["F34", { client_name: "Trinity" }, "registration_name"],
  ])(
    "%s: a registration nobody may have is refused and says which (%j)",
    async (_f, registration, reason) => {
      const reply = await new FakeClaude({ ...REGISTERED, registration }).register();
      expect(reply?.status).toBe(400);
      expect(await readSighting()).toMatchObject({ furthest: "S4", state: "failed", reason });
    },
  );

  test("F35: a registration with the metadata's scopes may ask for offline_access", async () => {
    const claude = new FakeClaude({ ...REGISTERED, registration: { scope: "agents.read" } });
    await claude.register();
    expect((await claude.open()).status).toBe(303);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S5", failed: null });
  });

  test("F37: an app whose registration is gone is told to register anew, at both ends", async () => {
    const claude = new FakeClaude();
    claude.clientId = `dcr_${"x".repeat(43)}`;
    expect((await claude.open()).text).toContain("We do not know this app");
    expect(await readVerdict(claude)).toMatchObject({ failed: "S4", reason: "client_unknown" });
    const reply = await claude.redeem({ code: "x".repeat(43) });
    expect([reply.status, reply.json["error"]]).toEqual([401, "invalid_client"]);
  });

  test("F57: an app that registered with a secret and sends another is refused, and with its own gets its token", async () => {
    const registration = { token_endpoint_auth_method: "client_secret_post" };
    const claude = new FakeClaude({ ...REGISTERED, registration });
    const secret = (await claude.register())?.json["client_secret"];
    if (typeof secret !== "string") throw new Error("no secret");
    await claude.open();
    await claude.comeBack(await claude.allow(scene.member));
    expect((await claude.redeem({ client_secret: "another" })).json["error"]).toBe("invalid_client");
    expect(await readVerdict(claude)).toMatchObject({ failed: "S8", reason: "proof_refused" });
    expect((await claude.redeem({ client_secret: secret })).status).toBe(200);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S8", failed: null });
  });

  test("F38: two registrations in one attempt are one attempt, and noticed", async () => {
    const claude = new FakeClaude({ identity: "registration-twice" });
    await claude.connect(scene.member);
    const attempt = await readAttempt(claude);
    expect(attempt.events.filter(({ stage }) => stage === "S4")).toHaveLength(2);
    expect(attempt.notes).toEqual([expect.stringContaining("registered twice")]);
    expect(attempt.furthest).toBe("S8");
  });

  test("a program that looks at its own request first begins no attempt of its own", async () => {
    const claude = new FakeClaude();
    const path = `/oauth/authorize?${claude.authorizeQuery()}`;
    await sendFrom(BROWSER_ADDRESS, { path, headers: { accept: "application/json", "user-agent": "node" } });
    await claude.open();
    const attempt = await readAttempt(claude);
    expect(attempt.events.filter(({ facts }) => facts.includes("preflight"))).toHaveLength(1);
  });
});

describe("S5, the request", () => {
  test.each([
    SHARED,
    `${SHARED}/`,
    SHARED.replace("localhost", "LOCALHOST"),
    SHARED.replace("/api/mcp", "/"),
  ])("F40: %s is the address that was meant", async (resource) => {
    const claude = await new FakeClaude({ resource }).connect(scene.member);
    expect((await readAttempt(claude)).resource).toBe(SHARED);
    expect((await claude.start()).status).toBe(200);
  });

  test("F40: an address that is not ours is refused and recorded", async () => {
    const claude = new FakeClaude({ resource: "https://elsewhere.example/mcp" });
    const { headers } = await claude.open();
    expect(new URL(headers.location ?? "").searchParams.get("error")).toBe("invalid_target");
    expect(await readVerdict(claude)).toMatchObject({ failed: "S5", reason: "resource_unknown" });
  });

  test.each([
    ["a leading space", " agents.read"],
    ["scopes nobody knows", "agents.read made.up"],
    ["no scope", null],
  ])("%s in the scope is survived", async (_name, scope) => {
    const claude = await new FakeClaude({ scope }).connect(scene.member);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S8", failed: null });
  });

  test.each([
    ["with offline_access and prompt=consent", "agents.read offline_access", "consent"],
    ["with offline_access alone", "agents.read offline_access", null],
    ["with neither", "agents.read", null],
  ] as const)("F43 F44: %s the app gets a refresh token", async (_name, scope, prompt) => {
    const claude = await new FakeClaude({ scope, prompt }).connect(scene.member);
    expect(claude.tokens["refresh_token"]).toMatch(/^tcrt_/);
  });

  test("F56: a request without its proof key goes back as an error and is recorded", async () => {
    const claude = new FakeClaude();
    await claude.open({ code_challenge: null, code_challenge_method: null });
    expect(await readVerdict(claude)).toMatchObject({ failed: "S5", reason: "pkce_missing" });
  });

  test("F05: too many requests from one network are said to be so, with the number to quote", async () => {
    const claude = new FakeClaude();
    const path = `/oauth/authorize?${claude.authorizeQuery()}`;
    const headers = { accept: "text/html", "user-agent": BROWSER };
    let reply = await sendFrom("81.2.70.1", { path, headers });
    for (let count = 0; count < 300; count += 1) reply = await sendFrom("81.2.70.1", { path, headers });
    expect([reply.status, reply.headers["retry-after"] !== undefined]).toEqual([429, true]);
    claude.number = String(reply.headers["connect-attempt"]);
    expect(reply.text).toContain(claude.number);
    expect(await readVerdict(claude)).toMatchObject({
      failed: "S5",
      state: "failed",
      reason: "rate_limited",
    });
  });

  test("while the database is away the page says so, with the number to quote, and nothing else fails", async () => {
    const config = getConfig();
    await closePools();
    setConfig({ ...config, databaseAuthUrl: "postgres://nobody@127.0.0.1:1/nothing" });
    const claude = new FakeClaude();
    const reply = await claude.open();
    await flushEvents();
    await closePools();
    setConfig(config);
    expect([reply.status, reply.headers["retry-after"]]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    expect([claude.number.length, reply.text.includes(claude.number)]).toEqual([9, true]);
    expect((await claude.open()).status).toBe(303);
  });
});
