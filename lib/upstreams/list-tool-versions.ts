import "#server-only";
import type { UpstreamToolId } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { findVersions } from "./internal/versions/store.ts";
import { ToolIdInput } from "./schema.ts";

export type { VersionRow as ToolVersion } from "./internal/versions/store.ts";

/**
 * What one tool is and was, newest first: nothing for a tool that never changed and was never reviewed, nor for one the
 * organisation does not have.
 */
export const listToolVersions = query({
  action: "upstream.list-tool-versions",
  permission: "tool-policy:read",
  input: ToolIdInput,
  run: async ({ tx, actor }, { id }) => await findVersions(tx, actor.tenantId, id as UpstreamToolId),
});
