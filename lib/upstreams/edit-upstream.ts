import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { checkAddress } from "./internal/check-address.ts";
import { deleteKeyAccess } from "./internal/key-access/store.ts";
import { deleteKeys } from "./internal/keys/store.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { saveQuarantined } from "./internal/quarantine/store.ts";
import { staleEdit } from "./internal/stale-edit.ts";
import { EditUpstreamInput } from "./schema.ts";
import { editUpstreamRow, findTools, findUpstream, moveTools, type Tx, type UpstreamRow } from "./store.ts";

type Place = { url: string; apiUrl: string | null; keyHeader: string };

/**
 * Changes an instance's name and addresses, if it is still the version that was seen. Where a key would go to another
 * host, every key of it is wiped, also people's own, and it is a draft again whose tools wait. Throws `not_found`,
 * `conflict`, `invalid_input`.
 */
export const editUpstream = hearAtOnce(
  command({
    action: "upstream.edit",
    permission: "upstream:write",
    input: EditUpstreamInput,
    async run({ tx, actor }, { id, version, name, keyHeader, ...given }) {
      const { tenantId } = actor;
      const row = await findUpstream(tx, tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      const url = checkAddress(given.url);
      const apiUrl = given.apiUrl === undefined ? null : checkAddress(given.apiUrl).replace(/\/$/, "");
      const place = { url, apiUrl, keyHeader };
      const isWiped = leadsElsewhere(row, place);
      const isRetested = isWiped || url !== row.url || keyHeader !== row.keyHeader;
      const isSaved = await editUpstreamRow(
        tx,
        tenantId,
        { id: row.id, version },
        {
          name,
          ...place,
          ...(isRetested ? { syncedAt: null, report: [] } : {}),
          ...(isRetested && row.setup !== null && row.keys.length > 0 ? { setup: "test" as const } : {}),
          ...(isWiped ? { status: "draft", setup: "key", problem: null, problemSince: null } : {}),
        },
      );
      if (!isSaved) throw staleEdit();
      const keys = isWiped ? await wipe(tx, tenantId, row) : 0;
      const before = { name: row.name, url: row.url, apiUrl: row.apiUrl, keyHeader: row.keyHeader };
      const after = { name, ...place, ...(isWiped ? { wipedKeys: keys } : {}) };
      return { result: { isWiped }, audit: { target: row.id, before, after } };
    },
  }),
);

/** Whether the key would be sent to a host it was not entered for; a backend at the instance's own host is no other. */
function leadsElsewhere(row: UpstreamRow, { url, apiUrl }: Place): boolean {
  const known = new Set(
    [row.url, ...(row.apiUrl === null ? [] : [row.apiUrl])].map((one) => new URL(one).host),
  );
  const [host] = known;
  if (new URL(url).host !== host) return true;
  return apiUrl !== null && !known.has(new URL(apiUrl).host);
}

async function wipe(tx: Tx, tenantId: TenantId, row: UpstreamRow): Promise<number> {
  const tools = await findTools(tx, tenantId, row.id);
  const ids = tools.filter(({ state }) => state === "approved").map(({ id }) => id);
  await moveTools(tx, tenantId, row.id, { ids, from: "approved", to: "pending" });
  await saveQuarantined(tx, tenantId, row.id, []);
  await deleteKeyAccess(tx, tenantId, row.id);
  return await deleteKeys(tx, tenantId, row.id);
}
