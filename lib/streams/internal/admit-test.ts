import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { LogStreamIdInput } from "../schema.ts";
import { findStream } from "../store.ts";
import { missingStream } from "./missing-stream.ts";

/** A stream as a test event is sent with; its secrets stay sealed. Throws `not_found`. */
export const admitTest = query({
  action: "log-stream.test",
  permission: "settings:write",
  input: LogStreamIdInput,
  async run({ tx, actor: { tenantId } }, { id }) {
    const stream = await findStream(tx, tenantId, id);
    if (stream === null) throw missingStream();
    return stream;
  },
});
