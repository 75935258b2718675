import "#server-only";
import { handleMetadataRequest } from "#lib/oauth/handle-metadata-request.ts";
import { handleOauthRequest } from "#lib/oauth/handle-oauth-request.ts";
import type { Doors } from "./dispatch.ts";
import { serveMcp } from "./serve-mcp.ts";

/** The doors beside Next. */
export const doors: Omit<Doors, "next"> = {
  oauth: handleOauthRequest,
  metadata: handleMetadataRequest,
  mcp: serveMcp,
};
