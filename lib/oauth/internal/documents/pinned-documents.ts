import "#server-only";
import type { Payload } from "oidc-provider";

const NATIVE = {
  application_type: "native",
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
} as const;

/**
 * The metadata documents of clients that must connect even where their host refuses to serve us (claude.ai answers
 * 403 to some datacentres). Loopback redirects need `native`: only then is the port free (RFC 8252 section 7.3).
 */
const PINNED: Record<string, Payload> = {
  "https://claude.ai/oauth/mcp-oauth-client-metadata": {
    ...NATIVE,
    application_type: "web",
    client_name: "Claude",
    client_uri: "https://claude.ai",
    redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
  },
  "https://claude.ai/oauth/claude-code-client-metadata": {
    ...NATIVE,
    client_name: "Claude Code",
    client_uri: "https://claude.ai",
    redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
  },
  "https://chatgpt.com/oauth/codex/client.json": {
    ...NATIVE,
    client_name: "Codex",
    client_uri: "https://chatgpt.com",
    redirect_uris: ["http://127.0.0.1/callback", "http://localhost/callback"],
  },
};

/** The document of a client we pin, or undefined. */
export function findPinnedDocument(clientId: string): Payload | undefined {
  return Object.hasOwn(PINNED, clientId) ? { ...PINNED[clientId], client_id: clientId } : undefined;
}

/** The client ids we pin. */
export function listPinnedIds(): string[] {
  return Object.keys(PINNED);
}

const COMPARED = [
  "client_name",
  "application_type",
  "grant_types",
  "redirect_uris",
  "token_endpoint_auth_method",
  "token_endpoint_auth_methods_supported",
] as const;

/** Which members of a published document, as our policy takes it, are not what we pinned; the order of lists is no difference. */
export function compareWithPin(clientId: string, published: Payload): string[] {
  const pinned = findPinnedDocument(clientId) ?? {};
  return COMPARED.filter((member) => toComparable(pinned[member]) !== toComparable(published[member]));
}

function toComparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).toSorted() : (value ?? null));
}
