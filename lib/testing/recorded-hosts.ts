import { expect } from "vitest";
import { addClient } from "#lib/oauth/add-client.ts";
import { CLAUDE, CLAUDE_CODE, register } from "./drive-oauth.ts";
import { makeAssertionKey, signAssertion, withAssertion } from "./sign-assertion.ts";
import type { Web } from "./use-web.ts";

// What was not recorded of a host is left out of its metadata, or marked "ours".

/** What a host adds to a token request to prove itself. */
export type Prove = () => Record<string, string>;
type Connected = { clientId: string; prove?: Prove };
export type Host = {
  name: string;
  become: () => Promise<Connected>;
  /** Where it returns to, as its requests were seen to say. */
  redirects: string[];
  /** What else its authorization request says, or does not. */
  request?: Record<string, string | null>;
};

const published =
  (web: Web, clientId: string, document: object): Host["become"] =>
  async () => {
    web.publish(clientId, { client_id: clientId, ...document });
    return { clientId };
  };
const registered =
  (body: object): Host["become"] =>
  async () => {
    const { status, text, json } = await register(body);
    expect(status, text).toBe(201);
    const client_secret = json.client_secret as string | undefined;
    return {
      clientId: json.client_id as string,
      ...(client_secret === undefined ? {} : { prove: () => ({ client_secret }) }),
    };
  };
const pinned =
  (clientId: string): Host["become"] =>
  async () => ({ clientId });

const CHATGPT_KEY = makeAssertionKey("ours", "RS256");
const signed =
  (web: Web, clientId: string, redirect: string): Host["become"] =>
  async () => {
    const jwks_uri = "https://chatgpt.com/oauth/jwks.json";
    web.publish(jwks_uri, { keys: [CHATGPT_KEY.jwk] });
    web.publish(clientId, {
      client_id: clientId,
      client_uri: "https://chatgpt.com/",
      redirect_uris: [redirect],
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
      ...CODES,
      client_name: "ChatGPT",
      logo_uri: "https://persistent.oaistatic.com/sonic/misc/openai-logo.png",
      token_endpoint_auth_signing_alg: "RS256",
      jwks_uri,
    });
    return { clientId, prove: () => withAssertion(signAssertion(clientId, CHATGPT_KEY)) };
  };

const CODES = { grant_types: ["authorization_code", "refresh_token"], response_types: ["code"] };
const PUBLIC = { token_endpoint_auth_method: "none" };
const NATIVE = { application_type: "native", ...PUBLIC };
const SCOPE = { scope: "agents.read chat.external offline_access" };
const CONSENT = { prompt: "consent" };
const CHATGPT = "https://chatgpt.com/connector_platform_oauth_redirect";
const CHATGPT_OWN = "https://chatgpt.com/connector/oauth/abc123";
const CLAUDE_CALLBACKS = [
  "https://claude.ai/api/mcp/auth_callback",
  "https://claude.com/api/mcp/auth_callback",
];
const CURSOR = [
  "http://localhost:8787/callback",
  "https://www.cursor.com/agents/mcp/oauth/callback",
  "cursor://anysphere.cursor-mcp/oauth/callback",
];
const VSCODE = ["http://127.0.0.1:33418/", "https://vscode.dev/redirect"];
const COPILOT = "https://global.consent.azure-apim.net/redirect/trinity-20connect-5f";

/** Every host, connecting as it was recorded to; those that publish a document publish it in this web. */
export function listRecordedHosts(web: Web): Host[] {
  return [
    {
      name: "Claude, pinned",
      become: pinned(CLAUDE),
      redirects: CLAUDE_CALLBACKS.slice(0, 1),
      request: CONSENT,
    },
    {
      name: "Claude, registering for a secret",
      become: registered({
        client_name: "Claude",
        redirect_uris: CLAUDE_CALLBACKS,
        token_endpoint_auth_method: "client_secret_post",
        ...CODES,
        ...SCOPE,
      }),
      redirects: CLAUDE_CALLBACKS,
      request: CONSENT,
    },
    {
      name: "Claude, registering as public",
      become: registered({ client_name: "Claude", redirect_uris: CLAUDE_CALLBACKS, ...PUBLIC, ...CODES }),
      redirects: CLAUDE_CALLBACKS,
    },
    {
      name: "Claude Code, pinned",
      become: pinned(CLAUDE_CODE),
      redirects: ["http://localhost:49152/callback", "http://127.0.0.1:65535/callback"],
      request: CONSENT,
    },
    {
      name: "Claude Code, registering",
      become: registered({
        client_name: "Claude Code (trinity)",
        redirect_uris: ["http://localhost:50123/callback"],
        ...CODES,
        ...NATIVE,
        ...SCOPE,
      }),
      redirects: ["http://localhost:50123/callback", "http://localhost:61000/callback"],
      request: CONSENT,
    },
    {
      name: "ChatGPT, the document it shares",
      become: signed(web, "https://chatgpt.com/oauth/client.json", CHATGPT),
      redirects: [CHATGPT],
    },
    {
      name: "ChatGPT, a document of the connection's own",
      become: signed(web, "https://chatgpt.com/oauth/abc123/client.json", CHATGPT_OWN),
      redirects: [CHATGPT_OWN],
    },
    {
      name: "ChatGPT, registering",
      become: registered({ client_name: "ChatGPT", redirect_uris: [CHATGPT_OWN], ...PUBLIC }),
      redirects: [CHATGPT_OWN],
    },
    {
      name: "Codex, pinned",
      become: pinned("https://chatgpt.com/oauth/codex/client.json"),
      redirects: ["http://127.0.0.1:41234/callback", "http://localhost:41234/callback"],
    },
    {
      name: "Codex, registering",
      become: registered({
        client_name: "Codex",
        redirect_uris: ["http://127.0.0.1:41234/callback"],
        ...NATIVE,
        ...SCOPE,
      }),
      redirects: ["http://127.0.0.1:41234/callback"],
    },
    {
      name: "VS Code, published",
      become: published(web, "https://vscode.dev/oauth/client-metadata.json", {
        client_name: "Visual Studio Code",
        logo_uri: "https://code.visualstudio.com/assets/branding/code-stable.png",
        client_uri: "https://vscode.dev/product",
        redirect_uris: VSCODE,
        grant_types: [...CODES.grant_types, "urn:ietf:params:oauth:grant-type:device_code"],
        response_types: CODES.response_types,
        ...NATIVE,
      }),
      redirects: [...VSCODE, "http://127.0.0.1:50000/"],
    },
    {
      name: "VS Code, registering",
      become: registered({ client_name: "Visual Studio Code", redirect_uris: VSCODE, ...PUBLIC }),
      redirects: [...VSCODE, "http://127.0.0.1:50000/"],
    },
    {
      name: "Cursor, its mixed set of redirects and no application type",
      become: registered({ client_name: "Cursor", redirect_uris: CURSOR }),
      redirects: CURSOR,
    },
    {
      name: "Gemini CLI, a fixed port",
      become: registered({
        client_name: "Gemini CLI",
        redirect_uris: ["http://localhost:7777/oauth/callback"],
      }),
      redirects: ["http://localhost:7777/oauth/callback"],
    },
    {
      name: "Gemini CLI, a random port",
      become: registered({
        client_name: "Gemini CLI",
        redirect_uris: ["http://localhost:39114/oauth/callback"],
      }),
      redirects: ["http://localhost:39114/oauth/callback"],
    },
    {
      name: "Antigravity",
      become: registered({
        client_name: "Antigravity",
        redirect_uris: ["https://antigravity.google/oauth-callback"],
      }),
      redirects: ["https://antigravity.google/oauth-callback"],
    },
    {
      name: "Copilot Studio, registering",
      become: registered({ client_name: "Copilot Studio", redirect_uris: [COPILOT] }),
      redirects: [COPILOT],
    },
    {
      name: "Copilot Studio, added by an operator",
      become: async () => {
        const client = { name: "Copilot Studio", redirectUris: [COPILOT], method: "client_secret_post" };
        const { id, secret } = await addClient(client);
        return { clientId: id, prove: () => ({ client_secret: secret ?? "" }) };
      },
      redirects: [COPILOT],
    },
    {
      name: "MCP Inspector",
      become: registered({
        client_name: "MCP Inspector",
        redirect_uris: ["http://127.0.0.1:6276/oauth/callback"],
        ...NATIVE,
      }),
      redirects: ["http://127.0.0.1:6276/oauth/callback"],
    },
    {
      name: "mcp-remote",
      become: registered({
        redirect_uris: ["http://localhost:3334/oauth/callback"],
        token_endpoint_auth_method: "none",
        ...CODES,
        client_name: "MCP CLI Proxy",
        client_uri: "https://github.com/modelcontextprotocol/mcp-cli",
        software_id: "2e6dc280-f3c3-4e01-99a7-8181dbd1d23d",
        software_version: "0.15.1",
        application_type: "native",
        ...SCOPE,
      }),
      redirects: ["http://localhost:3334/oauth/callback"],
      request: CONSENT,
    },
    {
      name: "Zed, published",
      become: published(web, "https://zed.dev/oauth/client-metadata.json", {
        client_name: "Zed",
        redirect_uris: ["http://127.0.0.1/callback"],
        ...PUBLIC,
      }),
      redirects: ["http://127.0.0.1:47001/callback"],
    },
    {
      name: "Zed, registering",
      become: registered({ client_name: "Zed", redirect_uris: ["http://127.0.0.1:47001/callback"] }),
      redirects: ["http://127.0.0.1:47001/callback"],
    },
    {
      name: "OpenCode, published",
      become: published(web, "https://opencode.ai/oauth/opencode/client.json", {
        client_name: "opencode",
        client_uri: "https://opencode.ai",
        redirect_uris: ["http://127.0.0.1/callback", "http://localhost/callback"],
        ...PUBLIC,
      }),
      redirects: ["http://127.0.0.1:51675/callback"],
    },
    {
      name: "OpenCode, registering",
      become: registered({
        client_name: "OpenCode, registering",
        redirect_uris: ["http://127.0.0.1:19876/mcp/oauth/callback"],
        ...PUBLIC,
      }),
      redirects: ["http://127.0.0.1:19876/mcp/oauth/callback"],
      request: CONSENT,
    },
    {
      name: "a host on SDK v1, which asks for no offline_access",
      become: registered({
        client_name: "SDK v1",
        redirect_uris: ["http://localhost:8090/callback"],
        ...CODES,
      }),
      redirects: ["http://localhost:8090/callback"],
      request: { scope: "agents.read" },
    },
  ];
}
