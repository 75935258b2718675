import { previewTools, type ToolPreview } from "#lib/access/preview-tools.ts";
import { searchPreviewedMembers } from "#lib/access/search-previewed-members.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { type Query, readQuery } from "../../../../../_ui/query.ts";
import { Preview } from "./preview.tsx";

type ToolPreviewViewProps = { actor: MemberActor; query: Query };

/** Reads whose list is asked for; somebody who is not here is a missing page. */
export async function ToolPreviewView({ actor, query }: ToolPreviewViewProps) {
  const text = readQuery(query, "q")?.slice(0, 100);
  const [preview, found] = await Promise.all([
    loadPreview(actor, query),
    text === undefined ? null : searchPreviewedMembers(actor, { text }),
  ]);
  return <Preview path={`/o/${actor.tenantSlug}/tools`} preview={preview} search={{ text, found }} />;
}

async function loadPreview(actor: MemberActor, query: Query): Promise<ToolPreview> {
  const isSharedAddress = readQuery(query, "address") !== "own";
  return await orNotFound(() =>
    previewTools(actor, {
      membershipId: readQuery(query, "member"),
      role: readQuery(query, "role"),
      grantId: readQuery(query, "connection"),
      isSharedAddress,
    }),
  );
}
