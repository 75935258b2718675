import { once } from "node:events";
import { Agent, type IncomingMessage, request as send } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Config, getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import {
  currentCallerAddress,
  currentOrigin,
  currentPeerAddress,
} from "#lib/platform/limits/peer-address.ts";
import {
  askDispatcher as ask,
  serveDispatcher as serve,
  useDispatchers,
} from "#lib/testing/serve-dispatcher.ts";
import { answerText } from "./answer-text.ts";
import type { Door, Doors } from "./dispatch.ts";

useDispatchers();
let config: Config;
beforeEach(() => void (config = getConfig()));
afterEach(() => setConfig(config));

describe("F09: a path two readers could take for different ones is a JSON 404", () => {
  test.each([
    "//.well-known/oauth-authorization-server",
    "/.well-known/../api/mcp",
    "/.well-known/%2e%2e/api/mcp",
    "/.well-known//oauth-authorization-server",
    "/%2ewell-known/oauth-authorization-server",
    "/.well-known%2foauth-authorization-server",
    "/.well-known%5Coauth-authorization-server",
    "/api/./mcp",
    "/oauth/..",
    "//oauth/token",
    "//evil.example/oauth/authorize",
    "/%2E%2E/oauth/token",
  ])("%s", async (path) => {
    const { port } = await serve();
    for (const method of ["GET", "POST"]) {
      const answer = await ask(port, { path, method });
      expect([answer.status, answer.headers.location]).toEqual([404, undefined]);
      expect(JSON.parse(answer.body)).toMatchObject({ error: "not_found" });
    }
  });

  test("a query may hold what a path may not", async () => {
    const { port } = await serve();
    expect((await ask(port, { path: "/oauth/authorize?redirect_uri=https%3a%2f%2fa//%2e" })).body).toBe(
      "oauth",
    );
  });
});

describe("F10: security.txt", () => {
  test("says whom to tell, until when, and where it stands", async () => {
    const { port } = await serve();
    const { status, headers, body } = await ask(port, { path: "/.well-known/security.txt" });
    expect([status, headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(body).toMatch(/^Contact: (?:mailto:|https?:\/\/)\S+$/m);
    expect(body).toMatch(/^Canonical: https?:\/\/\S+\/\.well-known\/security\.txt$/m);
    expect(body).toMatch(/^Policy: https?:\/\/\S+\/security$/m);
    expect(body).toMatch(/^Preferred-Languages: en$/m);
    const expires = Date.parse(/^Expires: (.*)$/m.exec(body)?.[1] ?? "");
    expect(expires).toBeGreaterThan(Date.now());
    expect(expires).toBeLessThan(Date.now() + 366 * 86_400_000);
  });

  test.each([
    [{ securityContact: "security@acme.example" }, "mailto:security@acme.example"],
    [{ securityContact: "https://acme.example/security" }, "https://acme.example/security"],
    [{ supportContact: "help@acme.example" }, "mailto:help@acme.example"],
    [{ mailFrom: "Acme <connect@acme.example>" }, "mailto:connect@acme.example"],
    [{ mailFrom: "Acme <no-reply@acme.example>" }, "http://localhost:3000/security"],
  ])("with %o it names %s", async (settings, contact) => {
    setConfig({ ...getConfig(), ...settings });
    const { port } = await serve();
    const { body } = await ask(port, { path: "/.well-known/security.txt" });
    expect(body.split("\n")[0]).toBe(`Contact: ${contact}`);
  });
});

describe("behind a proxy", () => {
  const SECURE = { publicUrl: "https://connect.example", trustedProxies: ["127.0.0.1"] };
  const doors = {
    next: (_request, response) =>
      answerText(response, 200, `${currentCallerAddress()} ${currentPeerAddress()}`),
  } satisfies Partial<Doors>;
  const headers = { host: "connect.example", "x-forwarded-for": "1.1.1.1, 8.8.4.4" };

  test("a trusted one says who calls, any other does not, and the doors see none of its headers", async () => {
    const { port } = await serve({ ...SECURE, doors });
    expect((await ask(port, { path: "/", headers })).body).toBe("8.8.4.4 8.8.4.4");
    const untrusting = await serve({ ...SECURE, trustedProxies: [], doors });
    expect((await ask(untrusting.port, { path: "/", headers })).body).toBe("127.0.0.1 null");
    const next: Door = (request, response) =>
      answerText(response, 200, Object.keys(request.headers).join(" "));
    const seen = await ask((await serve({ ...SECURE, doors: { next } })).port, {
      path: "/",
      headers: { ...headers, "x-real-ip": "1.1.1.1", "cf-connecting-ip": "1.1.1.1", "x-original-url": "/o" },
    });
    expect(seen.body).not.toMatch(/forwarded-for|real-ip|cf-|original/);
  });

  test("L04: what is done in a request knows the caller's network and the number the answer names", async () => {
    const next: Door = (_request, response) => answerText(response, 200, JSON.stringify(currentOrigin()));
    const { port } = await serve({ ...SECURE, doors: { next } });
    const answer = await ask(port, { path: "/", headers: { ...headers, "x-request-id": "made-up" } });
    expect(JSON.parse(answer.body)).toEqual({
      network: "8.8.4.0/24",
      requestId: answer.headers["x-request-id"],
    });
  });

  test("two requests on one connection are each counted by their own caller", async () => {
    const { port } = await serve({ ...SECURE, doors });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const bodies: string[] = [];
    for (const caller of ["8.8.4.4", "8.8.8.8"]) {
      const request = send({
        port,
        agent,
        path: "/",
        headers: { ...headers, "x-forwarded-for": caller },
      }).end();
      const [response] = (await once(request, "response")) as [IncomingMessage];
      bodies.push((await text(response)).trim());
    }
    agent.destroy();
    expect(bodies).toEqual(["8.8.4.4 8.8.4.4", "8.8.8.8 8.8.8.8"]);
  });

  test("what came in the clear is led to https if it is a page, else refused, health excepted", async () => {
    const { port } = await serve(SECURE);
    const plain = { ...headers, "x-forwarded-proto": "http" };
    const page = await ask(port, { path: "/o/acme?tab=1", headers: plain });
    expect([page.status, page.headers.location]).toEqual([301, "https://connect.example/o/acme?tab=1"]);
    for (const [method, path] of [
      ["POST", "/"],
      ["POST", "/sign-in/request"],
      ["POST", "/oauth/token"],
      ["POST", "/api/mcp"],
      ["GET", "/oauth/authorize"],
      ["GET", "/.well-known/oauth-authorization-server"],
    ] as const) {
      const answer = await ask(port, { method, path, headers: plain });
      expect([answer.status, answer.headers.location]).toEqual([403, undefined]);
      expect(answer.body).toBe("Use https: https://connect.example.");
    }
    expect((await ask(port, { path: "/healthz", headers: plain })).status).toBe(200);
    const untrusting = await serve({ ...SECURE, trustedProxies: [] });
    expect((await ask(untrusting.port, { path: "/", headers: plain })).status).toBe(200);
  });

  test("local mode believes nobody, a trusted proxy included", async () => {
    const { port } = await serve({ trustedProxies: ["127.0.0.1"] });
    expect((await ask(port, { path: "/", headers: { "x-forwarded-for": "8.8.4.4" } })).status).toBe(403);
  });
});
