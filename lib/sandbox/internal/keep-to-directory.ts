import "#server-only";
import { findDefinition } from "#lib/catalog/find-definition.ts";
import { isDirectoryTool } from "#lib/catalog/is-directory-tool.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { getUpstream } from "#lib/upstreams/get-upstream.ts";
import { listUpstreams } from "#lib/upstreams/list-upstreams.ts";
import { switchTools } from "#lib/upstreams/switch-tools.ts";
import { INSTANCE_NAME } from "../schema.ts";

/** Has the reviewer see only tools we offer in a directory, each of which has a documented input: the others are off. */
export async function keepToDirectory(owner: MemberActor): Promise<void> {
  const instance = (await listUpstreams(owner, {})).find(({ name }) => name === INSTANCE_NAME);
  if (!instance) return;
  const { tools } = await getUpstream(owner, { id: instance.id });
  const others = tools.filter(({ name, state }) => state === "approved" && !isOffered(name));
  if (others.length === 0) return;
  await switchTools(owner, { id: instance.id, toolIds: others.map(({ id }) => id), isOn: false });
}

function isOffered(name: string): boolean {
  const definition = findDefinition(name);
  return definition !== null && isDirectoryTool(definition);
}
