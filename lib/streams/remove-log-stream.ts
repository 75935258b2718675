import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { missingStream } from "./internal/missing-stream.ts";
import { LogStreamIdInput } from "./schema.ts";
import { deleteStream, findStream } from "./store.ts";

/** Forgets a stream, where it was and its secrets. What is on its way may still arrive. Throws `not_found`. */
export const removeLogStream = command({
  action: "log-stream.remove",
  permission: "settings:write",
  input: LogStreamIdInput,
  async run({ tx, actor: { tenantId } }, { id }) {
    const before = await findStream(tx, tenantId, id);
    if (before === null || !(await deleteStream(tx, tenantId, id))) throw missingStream();
    return { result: { id }, audit: { target: id, before: { host: new URL(before.url).host } } };
  },
});
