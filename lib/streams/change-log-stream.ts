import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { checkCollector } from "./internal/check-collector.ts";
import { changedStream, missingStream } from "./internal/missing-stream.ts";
import { NO_HEADER, type SealedHeader, sealOwnHeader } from "./internal/seal-own-header.ts";
import { findSource } from "./internal/sources/find-source.ts";
import { ChangeLogStreamInput } from "./schema.ts";
import {
  findStream,
  insertParts,
  keepParts,
  listParts,
  type StreamRow,
  type Tx,
  updateStream,
} from "./store.ts";
import type { StreamKind } from "./terms.ts";

/**
 * Changes where a stream delivers to and what. It goes on where it was; a kind that is added begins now. A header's value
 * is kept without being entered again only for the same host and name, so that nobody has it sent somewhere else. Throws
 * `not_found`, `invalid_input`, `precondition_failed` where the value has to be entered again, `conflict` when it was changed since it was seen.
 */
export const changeLogStream = command({
  action: "log-stream.change",
  permission: "settings:write",
  input: ChangeLogStreamInput,
  async run({ tx, actor: { tenantId } }, { id, version, url: given, kinds, headerName, headerValue }) {
    const before = await findStream(tx, tenantId, id);
    if (before === null) throw missingStream();
    const { url, origin, host } = checkCollector(given);
    const place = { tenantId, streamId: id, origin };
    const header = toHeader(before, { ...place, name: headerName, value: headerValue });
    const data = { url, ...header, dueAt: new Date(), failures: 0 };
    if (!(await updateStream(tx, tenantId, { id, version }, data))) throw changedStream();
    const had = (await listParts(tx, tenantId, id)).map(({ kind }) => kind);
    await keepParts(tx, tenantId, id, kinds);
    await addParts(
      tx,
      tenantId,
      id,
      kinds.filter((kind) => !had.includes(kind)),
    );
    return {
      result: { id },
      audit: {
        target: id,
        before: { host: new URL(before.url).host, kinds: had, header: before.headerName },
        after: { host, kinds, header: headerName || null, isNewValue: headerValue !== "" },
      },
    };
  },
});

type Given = { tenantId: TenantId; streamId: string; origin: string; name: string; value: string };

/** What of the header is changed; nothing where the one there is stays. */
function toHeader(before: StreamRow, given: Given): SealedHeader | Record<string, never> {
  const { name, value, origin } = given;
  if (name === "") {
    return NO_HEADER;
  }
  if (value !== "") return sealOwnHeader(given);
  if (before.headerName === name && new URL(before.url).origin === origin) return {};
  throw new DomainError(
    "precondition_failed",
    "Enter the header's value again. It was entered for another address or header, and is sent nowhere else.",
  );
}

async function addParts(
  tx: Tx,
  tenantId: TenantId,
  streamId: string,
  kinds: readonly StreamKind[],
): Promise<void> {
  const parts = [];
  for (const kind of kinds) parts.push({ kind, cursor: await findSource(kind).findEnd(tx, tenantId) });
  await insertParts(tx, tenantId, streamId, parts);
}
