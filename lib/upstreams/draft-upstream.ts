import "#server-only";
import { newId, type UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { checkAddress } from "./internal/check-address.ts";
import { nameSlug } from "./internal/name-slug.ts";
import { DraftUpstreamInput } from "./schema.ts";
import { findUpstreams, insertUpstream } from "./store.ts";

/**
 * Begins to set up an instance: a row that offers nothing until it passed its test and its tools are approved. Nothing is
 * called yet. Throws `invalid_input` for an address we do not dial, `precondition_failed` where there are too many.
 */
export const draftUpstream = command({
  action: "upstream.draft",
  permission: "upstream:write",
  input: DraftUpstreamInput,
  async run({ tx, actor }, { name, keyHeader, ...place }) {
    const url = checkAddress(place.url);
    const apiUrl = place.apiUrl === undefined ? null : checkAddress(place.apiUrl).replace(/\/$/, "");
    const id = newId<UpstreamId>();
    const slug = nameSlug(name, await findUpstreams(tx, actor.tenantId));
    await insertUpstream(tx, actor.tenantId, { id, name, slug, url, apiUrl, keyHeader, setup: "key" });
    return { result: { id }, audit: { target: id, after: { name, url, apiUrl, keyHeader } } };
  },
});
