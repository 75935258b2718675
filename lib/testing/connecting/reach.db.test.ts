import { describe, expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { PUBLIC_URL, SHARED } from "../drive-oauth.ts";
import { FakeClaude } from "../fake-claude.ts";
import { mintTenant } from "../mint.ts";
import { sendFrom, useProxiedDoors } from "../proxied-doors.ts";
import { passSeconds, readSighting, useRecorder } from "./use-recorder.ts";

useDatabase();
useProxiedDoors();
useRecorder();

const PROBE = { path: "/api/mcp", method: "POST", body: "{}" };

describe("S0, reach", () => {
  test("F08: the public name is answered, another is refused and recorded", async () => {
    const answer = await sendFrom("160.79.104.10", { ...PROBE, headers: { host: "internal:8080" } });
    expect(answer.status).toBe(421);
    expect(await readSighting()).toEqual({ furthest: "S0", state: "failed", reason: "host_refused" });
  });

  test("F09: no Origin is fine", async () => {
    expect((await new FakeClaude().probe()).status).toBe(401);
    expect(await readSighting()).toMatchObject({ furthest: "S1", state: "going" });
  });
});

describe("S1, challenge", () => {
  test.each(["*/*", "", "text/html", "application/json"])(
    "F10 F11 F13: whatever Accept is (%j) the answer is a 401 with an absolute address",
    async (accept) => {
      const { status, headers } = await new FakeClaude({ accept }).probe();
      expect(status).toBe(401);
      expect(headers["www-authenticate"]).toContain(
        `resource_metadata="${PUBLIC_URL}/.well-known/oauth-protected-resource/api/mcp"`,
      );
      await passSeconds(11);
      expect(await readSighting()).toEqual({
        furthest: "S1",
        state: "silent",
        reason: "challenge_unanswered",
      });
    },
  );

  test("F12: no method is answered without a token, initialize included", async () => {
    for (const method of ["GET", "POST", "DELETE", "HEAD", "PUT"]) {
      const answer = await sendFrom("160.79.104.10", { path: "/api/mcp", method });
      expect([method, answer.status]).toEqual([method, 401]);
    }
  });
});

describe("S2, the address's metadata", () => {
  test("F14 F15: both places have it, and it names byte for byte the address that was typed", async () => {
    const claude = new FakeClaude();
    const { address } = await mintTenant();
    for (const [path, resource] of [
      ["/api/mcp", SHARED],
      ["", PUBLIC_URL],
      [`/api/mcp/${address}`, `${SHARED}/${address}`],
    ] as const) {
      const reply = await claude.readResource(`/.well-known/oauth-protected-resource${path}`);
      expect([reply.status, reply.json["resource"]]).toEqual([200, resource]);
      expect(reply.json["authorization_servers"]).toEqual([PUBLIC_URL]);
    }
    await passSeconds(11);
    expect(await readSighting()).toEqual({ furthest: "S2", state: "silent", reason: "metadata_unanswered" });
  });

  test("F14 F17: an address that is not here is a true 404 in JSON, and recorded", async () => {
    const reply = await new FakeClaude().readResource("/.well-known/oauth-protected-resource/api/other");
    expect([reply.status, reply.json["error"]]).toEqual([404, "not_found"]);
    expect(await readSighting()).toEqual({
      furthest: "S2",
      state: "failed",
      reason: "metadata_path_unknown",
    });
  });

  test("F16: no forwarded name or scheme gets into any address", async () => {
    const headers = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", accept: "*/*" };
    for (const path of ["/.well-known/oauth-protected-resource", "/.well-known/oauth-authorization-server"]) {
      const { text } = await sendFrom("160.79.104.10", { path, headers });
      const addresses = [...text.matchAll(/https?:\/\/[^/"]+/g)].map(([address]) => address);
      expect(new Set(addresses)).toEqual(new Set([PUBLIC_URL]));
    }
  });
});

describe("S3, the sign-in server's metadata", () => {
  test("F21 F25 F29: the issuer is one string, S256 and client documents are offered", async () => {
    const claude = new FakeClaude();
    for (const path of ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]) {
      const { json } = await claude.readServer(path);
      expect(json).toMatchObject({
        issuer: PUBLIC_URL,
        code_challenge_methods_supported: ["S256"],
        client_id_metadata_document_supported: true,
        token_endpoint_auth_methods_supported: expect.arrayContaining(["none"]),
        registration_endpoint: `${PUBLIC_URL}/oauth/register`,
        authorization_response_iss_parameter_supported: true,
      });
    }
    await passSeconds(11);
    expect(await readSighting()).toEqual({ furthest: "S3", state: "silent", reason: "registration_unseen" });
  });

  test("F22: it is nowhere else, and whoever looks elsewhere is recorded", async () => {
    const reply = await new FakeClaude().readServer("/.well-known/oauth-authorization-server/api/mcp");
    expect([reply.status, reply.headers["content-type"]]).toEqual([404, expect.stringContaining("json")]);
    expect(await readSighting()).toMatchObject({ furthest: "S3", reason: "server_metadata_path_unknown" });
  });
});
