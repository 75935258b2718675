import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";
import { MCP_URL, ORIGIN } from "./server.ts";

const CLAUDE = "https://claude.ai/oauth/mcp-oauth-client-metadata";
const CLAUDE_CALLBACK = "https://claude.ai/api/mcp/auth_callback";
export const CLAUDE_CODE = "https://claude.ai/oauth/claude-code-client-metadata";
export const LOOPBACK = "http://localhost:54321/callback";

/** Registers an app and returns its client id. */
export async function registerApp(metadata: object): Promise<string> {
  const response = await fetch(new URL("/oauth/register", ORIGIN), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(metadata),
  });
  const { client_id } = (await response.json()) as { client_id?: string };
  if (client_id === undefined) throw new Error(`not registered: ${response.status}`);
  return client_id;
}

export type AppRequest = { clientId: string; redirectUri: string; scope?: string; resource?: string };

export const AS_CLAUDE: AppRequest = { clientId: CLAUDE, redirectUri: CLAUDE_CALLBACK };
export const AS_CLAUDE_CODE: AppRequest = { clientId: CLAUDE_CODE, redirectUri: LOOPBACK };

/** The address an app opens in the browser. */
export function authorizeUrl({ clientId, redirectUri, scope, resource }: AppRequest): string {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "kept",
    scope: scope ?? "agents.read agents.write agents.destructive chat.external offline_access",
    resource: resource ?? MCP_URL,
  });
  return new URL(`/oauth/authorize?${query}`, ORIGIN).href;
}

/** Opens an app's request as somebody signed in and returns its id. */
export async function openRequest(page: Page, request: AppRequest = AS_CLAUDE_CODE): Promise<string> {
  await page.goto(authorizeUrl(request));
  const uid = /\/connect\/([\w-]+)/.exec(page.url())?.[1];
  if (uid === undefined) throw new Error(`no request: ${page.url()}`);
  return uid;
}

/** The hidden field of the form on that page. */
export async function readField(page: Page, name: string): Promise<string> {
  return (await page.locator(`main input[name="${name}"][type="hidden"]`).last().getAttribute("value")) ?? "";
}

type Post = { headers?: Record<string, string>; form: Record<string, string> };

/** Posts an answer with that browser's cookies, past the page. */
export async function postAnswer(page: Page, uid: string, { headers, form }: Post) {
  return await page.request.post(`/connect/${uid}/answer`, {
    headers: { origin: ORIGIN, "sec-fetch-site": "same-origin", ...headers },
    form,
    maxRedirects: 0,
  });
}

export const ALLOW = /^Allow/;

/** The request is still there to be answered: nothing answered it behind the person's back. */
export async function expectWaiting(page: Page, uid: string): Promise<void> {
  await page.goto(`/connect/${uid}`);
  await expect(page.getByRole("button", { name: ALLOW })).toBeVisible();
}

type Heard = { path: string; headers: IncomingHttpHeaders };

/** A site of somebody else's on a loopback port, which answers every path as told and remembers who asked. */
export async function openSite(
  answer: (path: string) => { html: string } | { location: string },
): Promise<{ origin: string; port: number; heard: Heard[]; close: () => void }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    heard.push({ path, headers: request.headers });
    const said = answer(path);
    if ("location" in said) response.writeHead(302, { location: said.location }).end();
    else response.writeHead(200, { "content-type": "text/html" }).end(said.html);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, heard, close: () => server.close() };
}
