import "#server-only";
import { z } from "zod";
import { isUuid } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { STREAM_FAILURES } from "../schema.ts";
import { noteTest } from "../store.ts";
import { missingStream } from "./missing-stream.ts";

/** Notes how a test event ended; the role is looked at again. Throws `not_found` when the stream was changed meanwhile. */
export const recordTest = command({
  action: "log-stream.test",
  permission: "settings:write",
  isLate: true,
  input: z.strictObject({
    id: z.string().refine(isUuid),
    url: z.string(),
    failure: z.enum(STREAM_FAILURES).nullable(),
  }),
  async run({ tx, actor: { tenantId } }, { id, url, failure }) {
    if (!(await noteTest(tx, tenantId, { id, url, testFailure: failure }))) throw missingStream();
    return { result: { failure }, audit: { target: id, after: { host: new URL(url).host, failure } } };
  },
});
