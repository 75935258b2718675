import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { clearPause } from "./internal/lifecycle/store.ts";
import { ResumeInput } from "./schema.ts";

/** Lets tools be called again as before the pause. Throws `conflict` when they are not paused. */
export const resumeTools = hearAtOnce(
  command({
    action: "tools.resume",
    permission: "tenant:pause",
    input: ResumeInput,
    async run({ tx, actor: { tenantId } }) {
      if (!(await clearPause(tx, tenantId))) {
        throw new DomainError("conflict", "Somebody has resumed the tools already. Reload the page.");
      }
      return { result: { tenantId }, audit: { target: tenantId, after: { isPaused: false } } };
    },
  }),
);
