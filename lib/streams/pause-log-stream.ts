import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { changedStream, missingStream } from "./internal/missing-stream.ts";
import { LogStreamIdInput } from "./schema.ts";
import { findStream, updateStream } from "./store.ts";

/** Delivers nothing until it is resumed; where it was is kept. Throws `not_found`, `conflict` when it does not run. */
export const pauseLogStream = command({
  action: "log-stream.pause",
  permission: "settings:write",
  input: LogStreamIdInput,
  async run({ tx, actor: { tenantId } }, { id }) {
    const before = await findStream(tx, tenantId, id);
    if (before === null) throw missingStream();
    if (before.state !== "on") {
      throw new DomainError("conflict", "The log stream is not running. Reload the page to see why.");
    }
    if (!(await updateStream(tx, tenantId, before, { state: "paused" }))) throw changedStream();
    return { result: { id }, audit: { target: id, after: { host: new URL(before.url).host } } };
  },
});
