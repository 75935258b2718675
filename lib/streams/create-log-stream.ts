import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { checkCollector } from "./internal/check-collector.ts";
import { NO_HEADER, sealOwnHeader } from "./internal/seal-own-header.ts";
import { sealSecret } from "./internal/seal-secrets.ts";
import { makeSecret } from "./internal/sign-delivery.ts";
import { findSource } from "./internal/sources/find-source.ts";
import { CreateLogStreamInput } from "./schema.ts";
import { insertStream } from "./store.ts";

/**
 * Has an organisation's rows delivered to its collector from now on, or from the oldest that is kept. Answers the secret
 * that deliveries are signed with, which is never shown again. Throws `invalid_input` for an address that is not public
 * https, `conflict` where there is a stream.
 */
export const createLogStream = command({
  action: "log-stream.create",
  permission: "settings:write",
  input: CreateLogStreamInput,
  async run({ tx, actor: { tenantId } }, { url: given, kinds, start, headerName, headerValue }) {
    const { url, origin, host } = checkCollector(given);
    const id = crypto.randomUUID();
    const secret = makeSecret();
    const header = headerName === "" ? null : { name: headerName, value: headerValue };
    const parts = [];
    for (const kind of kinds) {
      const source = findSource(kind);
      parts.push({ kind, cursor: start === "kept" ? source.start : await source.findEnd(tx, tenantId) });
    }
    const isNew = await insertStream(
      tx,
      tenantId,
      {
        id,
        url,
        secretSealed: sealSecret(secret, { tenantId, streamId: id, version: 1 }),
        ...(header ? sealOwnHeader({ tenantId, streamId: id, origin, ...header }) : NO_HEADER),
      },
      parts,
    );
    if (!isNew) {
      throw new DomainError(
        "conflict",
        "Your organisation has a log stream already. Reload the page to change it.",
      );
    }
    const after = { host, kinds, start, header: header?.name ?? null };
    return { result: { id, secret }, audit: { target: id, after } };
  },
});
