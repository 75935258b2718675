import "#server-only";
import { getTool, type ToolDetail } from "#lib/access/get-tool.ts";
import { listToolUsers } from "#lib/activity/list-tool-users.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { listToolVersions } from "#lib/upstreams/list-tool-versions.ts";
import { tryLoad } from "../../../../_http/try-load.ts";

/** A tool with who used it and what it was; null for one there is not. */
export async function loadDetails(actor: MemberActor, asked: { id: string } | { exposedName: string }) {
  const tool = await findTool(actor, asked);
  if (tool === null) return null;
  const [users, versions] = await Promise.all([
    tryLoad(() => listToolUsers(actor, { upstreamId: tool.upstreamId, name: tool.name })),
    tryLoad(() => listToolVersions(actor, { id: tool.id })),
  ]);
  return { tool, users, versions };
}

async function findTool(actor: MemberActor, asked: object): Promise<ToolDetail | null> {
  try {
    return await getTool(actor, asked);
  } catch (error) {
    // What is no id and no name is not there either.
    if (isDomainError(error, "not_found") || isDomainError(error, "invalid_input")) return null;
    throw error;
  }
}
