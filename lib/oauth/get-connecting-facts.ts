import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { AUTH_METHODS } from "./internal/clients/accept-authentication.ts";
import { listPinnedApps, type PinnedApp } from "./internal/documents/list-pinned-apps.ts";
import { metadataUrlOf, scopesAt } from "./internal/resource-metadata.ts";
import { toResourceUri } from "./internal/resource-uri.ts";
import { METADATA_PATHS, ROUTES } from "./internal/routes.ts";
import { ACCESS_MINUTES, REFRESH_DAYS } from "./policy.ts";

export type ConnectingFacts = {
  resource: string;
  resourceMetadata: string[];
  issuer: string;
  serverMetadata: string[];
  endpoints: { authorization: string; token: string; registration: string; revocation: string };
  authMethods: readonly string[];
  scopes: readonly string[];
  pinned: PinnedApp[];
  accessMinutes: number;
  refreshDays: number;
};

/** What an app, or whoever lists this server somewhere, needs to know to connect at the shared address. */
export function getConnectingFacts(): ConnectingFacts {
  const { publicUrl } = getConfig();
  const at = (path: string) => `${publicUrl}${path}`;
  const { authorization, token, registration, revocation } = ROUTES;
  return {
    resource: toResourceUri({ kind: "shared" }),
    resourceMetadata: [metadataUrlOf({ kind: "shared" }), metadataUrlOf({ kind: "root" })],
    issuer: publicUrl,
    serverMetadata: METADATA_PATHS.map(at),
    endpoints: {
      authorization: at(authorization),
      token: at(token),
      registration: at(registration),
      revocation: at(revocation),
    },
    authMethods: AUTH_METHODS,
    scopes: scopesAt({ kind: "shared" }),
    pinned: listPinnedApps(),
    accessMinutes: ACCESS_MINUTES,
    refreshDays: REFRESH_DAYS,
  };
}
