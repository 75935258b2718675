import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { changedStream, missingStream } from "./internal/missing-stream.ts";
import { LogStreamIdInput } from "./schema.ts";
import { findStream, updateStream } from "./store.ts";

const ANEW = { state: "on", failure: null, failures: 0, failingSince: null, toldAt: null, isSlow: false };

/**
 * Goes on delivering where it was, after a pause or after it stopped by itself; failures are counted anew. Throws
 * `not_found`, `conflict` when it runs.
 */
export const resumeLogStream = command({
  action: "log-stream.resume",
  permission: "settings:write",
  input: LogStreamIdInput,
  async run({ tx, actor: { tenantId } }, { id }) {
    const before = await findStream(tx, tenantId, id);
    if (before === null) throw missingStream();
    if (before.state === "on") {
      throw new DomainError("conflict", "The log stream is running already. Reload the page to see how.");
    }
    if (!(await updateStream(tx, tenantId, before, { ...ANEW, dueAt: new Date() }))) throw changedStream();
    const host = new URL(before.url).host;
    return { result: { id }, audit: { target: id, before: { state: before.state }, after: { host } } };
  },
});
