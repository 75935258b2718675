import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { Provider } from "./internal/providers/provider.ts";

export type { Provider } from "./internal/providers/provider.ts";

/** The connection id of sign-in with Google. */
export const GOOGLE = "google";

/** Google as this server's operator registered us there, or null: then nothing offers it. */
export function findGoogle(): Provider | null {
  const { google } = getConfig();
  if (!google) return null;
  return { ...google, connection: GOOGLE, version: 1, domains: "google-mailboxes", pool: GOOGLE };
}
