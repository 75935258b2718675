import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";

/** Who signs in there next, and what the provider does wrong meanwhile. */
export type FakeSignIn = {
  sub?: string;
  /** Replaces or removes (undefined) claims of the ID token. */
  claims?: Record<string, unknown>;
  wrong?: "alg_none" | "hmac" | "other_key" | "no_id_token" | "metadata_issuer" | "denied" | "status_500";
  /** Claims that only the userinfo endpoint names. */
  userinfo?: Record<string, unknown>;
  /** The `iss` parameter of the answer (RFC 9207). */
  iss?: string;
};
type Pending = { signIn: FakeSignIn; query: URLSearchParams };

export type FakeIdentityProvider = {
  issuer: string;
  host: string;
  clientId: string;
  clientSecret: string;
  /** Set before the browser comes. */
  next: FakeSignIn;
  /** Every request that reached it: method and path. */
  seen: string[];
  close: () => Promise<void>;
};

const MINUTE = 60;

/** An OpenID provider over HTTP on loopback that asks nobody: whoever comes is `next`. Strict about PKCE and its client. */
export async function startFakeIdentityProvider(port = 0): Promise<FakeIdentityProvider> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const { privateKey: otherKey } = await generateKeyPair("ES256");
  const kid = randomBytes(8).toString("hex");
  const jwk = { ...(await exportJWK(publicKey)), kid, use: "sig" };
  const codes = new Map<string, Pending>();
  const userinfos = new Map<string, Record<string, unknown>>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  const fake: FakeIdentityProvider = {
    issuer: "",
    host: "",
    clientId: "connect-client",
    clientSecret: "connect-secret: & +%",
    next: {},
    seen: [],
    close: () => new Promise((done) => server.close(() => done())),
  };
  fake.host = `127.0.0.1:${await listen(server, port)}`;
  fake.issuer = `http://${fake.host}`;
  return fake;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", fake.issuer);
    fake.seen.push(`${request.method} ${url.pathname}`);
    if (url.pathname === "/authorize") return authorize(url.searchParams, response);
    if (url.pathname === "/token") return await token(request, response);
    if (url.pathname === "/userinfo") {
      const found = userinfos.get(request.headers.authorization?.replace("Bearer ", "") ?? "");
      return json(response, found ? 200 : 401, found ?? {});
    }
    if (url.pathname === "/keys") return json(response, 200, { keys: [jwk] });
    if (url.pathname === "/.well-known/openid-configuration") return json(response, 200, metadata());
    response.writeHead(404).end();
  }

  function metadata() {
    return {
      issuer: fake.next.wrong === "metadata_issuer" ? `${fake.issuer}/` : fake.issuer,
      authorization_endpoint: `${fake.issuer}/authorize`,
      token_endpoint: `${fake.issuer}/token`,
      userinfo_endpoint: `${fake.issuer}/userinfo`,
      jwks_uri: `${fake.issuer}/keys`,
    };
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("state", query.get("state") ?? "");
    if (fake.next.iss) back.searchParams.set("iss", fake.next.iss);
    if (fake.next.wrong === "denied") back.searchParams.set("error", "access_denied");
    else {
      const code = randomBytes(16).toString("hex");
      codes.set(code, { signIn: fake.next, query });
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await readText(request));
    const code = form.get("code") ?? "";
    const pending = codes.get(code);
    codes.delete(code);
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
    const basic = Buffer.from(`${encode(fake.clientId)}:${encode(fake.clientSecret)}`).toString("base64");
    const isRight =
      pending?.query.get("code_challenge") === challenge &&
      pending.query.get("redirect_uri") === form.get("redirect_uri") &&
      request.headers.authorization === `Basic ${basic}`;
    if (!isRight) return json(response, 400, { error: "invalid_grant" });
    const { signIn, query } = pending;
    if (signIn.wrong === "status_500") return json(response, 500, {});
    const accessToken = randomBytes(16).toString("hex");
    if (signIn.userinfo) userinfos.set(accessToken, signIn.userinfo);
    const idToken = await sign(signIn, query.get("nonce") ?? "");
    const tokens = { access_token: accessToken, token_type: "Bearer" };
    json(response, 200, signIn.wrong === "no_id_token" ? tokens : { ...tokens, id_token: idToken });
  }

  async function sign({ sub = "someone", claims, wrong }: FakeSignIn, nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const payload: JWTPayload = {
      iss: fake.issuer,
      aud: fake.clientId,
      sub,
      iat: now,
      exp: now + 5 * MINUTE,
      nonce,
      email_verified: true,
      ...claims,
    };
    if (wrong === "alg_none") return new UnsecuredJWT(payload).encode();
    if (wrong === "hmac") {
      const secret = new TextEncoder().encode(fake.clientSecret.padEnd(32, "x"));
      return await new SignJWT(payload).setProtectedHeader({ alg: "HS256" }).sign(secret);
    }
    const header = { alg: "ES256", kid };
    return await new SignJWT(payload)
      .setProtectedHeader(header)
      .sign(wrong === "other_key" ? otherKey : privateKey);
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const bound = server.address();
  return typeof bound === "object" && bound ? bound.port : 0;
}
