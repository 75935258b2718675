import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { unique } from "./server.ts";

/** Claude Code's metadata document: any loopback port, path /callback. */
const PINNED_DOCUMENT = "https://claude.ai/oauth/claude-code-client-metadata";

export type Era = "2026-07-28" | "2025-11-25";
export type Registration = "registered" | "pinned document";
/** Opens the authorization address like a person would; the callback server hears the end of it. */
export type Approve = (url: string) => Promise<void>;

type Callback = { url: string; answer: Promise<URLSearchParams>; close: () => void };

async function openCallback(): Promise<Callback> {
  const { promise, resolve } = Promise.withResolvers<URLSearchParams>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/callback") resolve(searchParams);
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Back in the app</h1>");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/callback`, answer: promise, close: () => server.close() };
}

class MemoryProvider {
  readonly redirectUrl: string;
  readonly clientMetadataUrl?: string;
  authorizationUrl: string | undefined;
  #client: unknown;
  #tokens: unknown;
  #verifier = "";
  #discovery: unknown;
  readonly #name: string;

  constructor(redirectUrl: string, registration: Registration, name: string) {
    this.redirectUrl = redirectUrl;
    this.#name = name;
    if (registration === "pinned document") this.clientMetadataUrl = PINNED_DOCUMENT;
  }

  get clientMetadata() {
    return {
      client_name: this.#name,
      redirect_uris: [this.redirectUrl],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      application_type: "native" as const,
    };
  }

  clientInformation() {
    return this.#client as undefined;
  }
  saveClientInformation(client: unknown) {
    this.#client = client;
  }
  tokens() {
    return this.#tokens as undefined;
  }
  saveTokens(tokens: unknown) {
    this.#tokens = tokens;
  }
  saveDiscoveryState(state: unknown) {
    this.#discovery = state;
  }
  discoveryState() {
    return this.#discovery as undefined;
  }
  redirectToAuthorization(url: URL) {
    this.authorizationUrl = url.href;
  }
  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier;
  }
  codeVerifier() {
    return this.#verifier;
  }
}

export type Tokens = { access_token: string; refresh_token?: string; scope?: string; expires_in?: number };
export type HostOptions = {
  era: Era;
  registration: Registration;
  /**
   * What it registers as; a pinned document has a name of its own. Hosts that register alike are one app, and a call
   * refused to one makes the next request one for more: so each has its own name unless told.
   */
  name?: string | undefined;
};
export type Host = {
  client: ModernClient;
  clientId: string;
  tokens: () => Tokens;
  callback: URLSearchParams;
  authorizationUrl: string;
  close: () => Promise<void>;
};

/**
 * A real MCP host of that era: discovers, registers or brings its document, has the address approved, redeems the
 * code and connects. Rejects with the callback's `error` when the person denied.
 */
export async function connectHost(
  mcpUrl: string,
  { era, registration, name = `Journey host ${unique()}` }: HostOptions,
  approve: Approve,
): Promise<Host> {
  const callback = await openCallback();
  const provider = new MemoryProvider(callback.url, registration, name);
  try {
    const { client, transport } = makePair(mcpUrl, era, provider);
    await client.connect(transport).then(
      () => Promise.reject(new Error("connected without a token")),
      () => undefined,
    );
    if (!provider.authorizationUrl) throw new Error("no authorization address");
    await approve(provider.authorizationUrl);
    const params = await callback.answer;
    if (params.has("error")) throw new Error(params.get("error") ?? "");
    await (era === "2025-11-25"
      ? transport.finishAuth(params.get("code") ?? "")
      : transport.finishAuth(params));
    const connected = makePair(mcpUrl, era, provider);
    await connected.client.connect(connected.transport);
    return {
      client: connected.client,
      clientId: (provider.clientInformation() as unknown as { client_id: string }).client_id,
      tokens: () => provider.tokens() as unknown as Tokens,
      callback: params,
      authorizationUrl: provider.authorizationUrl,
      close: () => connected.client.close(),
    };
  } finally {
    callback.close();
  }
}

function makePair(
  mcpUrl: string,
  era: Era,
  provider: MemoryProvider,
): { client: ModernClient; transport: ModernTransport } {
  const info = { name: "journey-host", version: "1.0.0" };
  if (era === "2025-11-25") {
    // Both majors of the SDK are driven through the same calls here; the older one's types are a subset.
    return {
      client: new LegacyClient(info) as unknown as ModernClient,
      transport: new LegacyTransport(new URL(mcpUrl), {
        authProvider: provider,
      }) as unknown as ModernTransport,
    };
  }
  return {
    client: new ModernClient(info, { versionNegotiation: { mode: { pin: "2026-07-28" } } }),
    transport: new ModernTransport(new URL(mcpUrl), { authProvider: provider }),
  };
}
