import "#server-only";
import { NotTried } from "../check.ts";
import type { Reply } from "../outside/open-outside.ts";
import { parseObject } from "../parse-object.ts";
import type { Visit } from "../visit.ts";

/** What Claude's own probe was seen to send (python-httpx, any type). */
export const PROBE_HEADERS = {
  "content-type": "application/json",
  accept: "*/*",
  "user-agent": "python-httpx/0.28.1",
  "mcp-protocol-version": "2025-11-25",
};
export const PROBE_BODY = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "claude-ai", version: "1.0.0" },
  },
});

export type Document = { reply: Reply; json: Record<string, unknown> | null };
export type Challenge = { reply: Reply; metadataUrl: string | null; scope: string | null };

const RESOURCE = "/.well-known/oauth-protected-resource";
export const SERVER_FORMS = [
  "/.well-known/oauth-authorization-server",
  "/.well-known/openid-configuration",
] as const;

/** The answer to a request without a token, as Claude asks first. */
export function findChallenge(visit: Visit): Promise<Challenge> {
  return visit.fact("challenge", async () => {
    const reply = await visit.outside(visit.mcpUrl, {
      method: "POST",
      headers: PROBE_HEADERS,
      body: PROBE_BODY,
    });
    return { reply, ...readChallenge(reply) };
  });
}

export function readChallenge({ headers }: Reply): { metadataUrl: string | null; scope: string | null } {
  const text = headers["www-authenticate"] ?? "";
  const isBearer = /^bearer\b/i.test(text);
  const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`, "i").exec(text)?.[1] ?? null;
  return { metadataUrl: isBearer ? read("resource_metadata") : null, scope: isBearer ? read("scope") : null };
}

/** The protected resource's metadata (RFC 9728) at the place made of the address, and at the root. */
export function findResource(visit: Visit, form: "path" | "root"): Promise<Document> {
  const path = form === "path" ? `${RESOURCE}${new URL(visit.mcpUrl).pathname}` : RESOURCE;
  return visit.fact(`resource ${form}`, () => fetchDocument(visit, path));
}

/** The authorization server's metadata, in one of its two forms (RFC 8414, OpenID Connect Discovery). */
export function findServer(visit: Visit, form: (typeof SERVER_FORMS)[number]): Promise<Document> {
  return visit.fact(`server ${form}`, () => fetchDocument(visit, form));
}

async function fetchDocument(visit: Visit, path: string): Promise<Document> {
  const headers = { accept: "*/*", "user-agent": "python-httpx/0.28.1" };
  const reply = await visit.outside(new URL(path, visit.origin), { headers });
  const isJson = reply.headers["content-type"]?.includes("json") === true;
  return { reply, json: reply.status === 200 && isJson ? parseObject(reply.text) : null };
}

export type Endpoints = {
  issuer: string;
  authorize: string;
  token: string;
  register: string | null;
  revoke: string | null;
  takesDocuments: boolean;
};

/** Where to connect, as the documents say; NotTried when they do not. */
export function findEndpoints(visit: Visit): Promise<Endpoints> {
  return visit.fact("endpoints", async () => {
    const { json: resource } = await findResource(visit, "path");
    const { json: server } = await findServer(visit, SERVER_FORMS[0]);
    const issuer = (resource?.["authorization_servers"] as unknown[] | undefined)?.[0];
    const authorize = server?.["authorization_endpoint"];
    const token = server?.["token_endpoint"];
    if (typeof issuer !== "string" || typeof authorize !== "string" || typeof token !== "string") {
      throw new NotTried(
        "The sign-in documents cannot be read, so nothing could connect. Mend point 10 first.",
      );
    }
    const methods = server?.["token_endpoint_auth_methods_supported"];
    return {
      issuer,
      authorize,
      token,
      register: toText(server?.["registration_endpoint"]),
      revoke: toText(server?.["revocation_endpoint"]),
      takesDocuments:
        server?.["client_id_metadata_document_supported"] === true &&
        Array.isArray(methods) &&
        methods.includes("none"),
    };
  });
}

const toText = (value: unknown) => (typeof value === "string" ? value : null);
