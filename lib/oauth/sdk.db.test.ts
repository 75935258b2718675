import { auth as auth2026 } from "@modelcontextprotocol/client";
import { auth as auth2025, type OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import { beforeAll, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import {
  allow,
  CLAUDE_CODE,
  makeMember,
  oauthBase,
  openRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { resolveClientActor } from "./resolve-client-actor.ts";

useDatabase();
useOauthServer();
beforeAll(() => setConfig({ ...getConfig(), publicUrl: oauthBase() }));

type Auth = (
  provider: OAuthClientProvider,
  options: { serverUrl: string; authorizationCode?: string; iss?: string },
) => Promise<"AUTHORIZED" | "REDIRECT">;

const REDIRECT = "http://localhost:54321/callback";

/**
 * A host's memory, as each SDK asks for it. With a metadata document's address it uses that, else it registers, for the
 * authentication method it names or without naming one.
 */
function makeHost(documentUrl: string | undefined, method: string | undefined) {
  const kept: Record<string, unknown> = {};
  const keep = (name: string) => (value: unknown) => void (kept[name] = value);
  const provider = {
    redirectUrl: REDIRECT,
    ...(documentUrl ? { clientMetadataUrl: documentUrl } : {}),
    clientMetadata: {
      client_name: "Host",
      redirect_uris: [REDIRECT],
      ...(method ? { token_endpoint_auth_method: method } : {}),
    },
    clientInformation: () => kept.client,
    saveClientInformation: keep("client"),
    tokens: () => kept.tokens,
    saveTokens: keep("tokens"),
    redirectToAuthorization: keep("url"),
    saveCodeVerifier: keep("verifier"),
    codeVerifier: () => kept.verifier,
    saveDiscoveryState: keep("discovery"),
    discoveryState: () => kept.discovery,
  };
  return { kept, provider: provider as unknown as OAuthClientProvider };
}

const METHODS = ["none", undefined, "client_secret_basic", "client_secret_post"];

test.each([
  ...METHODS.map((method) => ["the 2025-11-25 SDK", auth2025, undefined, method] as const),
  ["the 2025-11-25 SDK", auth2025, CLAUDE_CODE, undefined] as const,
  ...METHODS.map((method) => ["the 2026-07-28 SDK", auth2026, undefined, method] as const),
  ["the 2026-07-28 SDK", auth2026, CLAUDE_CODE, undefined] as const,
])("F29 F32: %s discovers, connects and refreshes, case %#", async (_name, run, documentUrl, method) => {
  const auth = run as unknown as Auth;
  const { kept, provider } = makeHost(documentUrl, method);
  const serverUrl = `${oauthBase()}/api/mcp`;
  expect(await auth(provider, { serverUrl })).toBe("REDIRECT");
  const pending = await openRequest((kept.url as URL).searchParams);
  expect(pending.params.get("client_id")).toMatch(documentUrl ? /^https:/ : /^dcr_/);
  const secret = (kept.client as { client_secret?: string } | undefined)?.client_secret;
  expect(secret === undefined).toBe(method === undefined || method === "none");
  const { redirect } = await allow(pending, await makeMember(), { resource: serverUrl });
  const answer = {
    authorizationCode: redirect.searchParams.get("code") ?? "",
    iss: redirect.searchParams.get("iss") ?? "",
  };
  expect(await auth(provider, { serverUrl, ...answer })).toBe("AUTHORIZED");
  const first = (kept.tokens as { access_token: string }).access_token;
  expect(await auth(provider, { serverUrl })).toBe("AUTHORIZED");
  const second = (kept.tokens as { access_token: string }).access_token;
  expect(second).not.toBe(first);
  expect((await resolveClientActor(`Bearer ${second}`, null)).ok).toBe(true);
});
