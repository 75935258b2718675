import "#server-only";
import { isDomainError } from "#lib/kernel/errors.ts";
import { operatorVerb } from "#lib/operators/operator-verb.ts";
import { NothingInput } from "#lib/operators/schema.ts";
import { log } from "#lib/platform/log/log.ts";
import { runOwnPreflight } from "./run-own-preflight.ts";

/**
 * Begins a run of this server's pre-flight and answers as soon as it has: it goes on by itself and its report is kept.
 * Tools that change something are left alone. Throws `conflict` while another is under way.
 */
export const startPreflight = operatorVerb({
  action: "preflight.run",
  input: NothingInput,
  target: () => "",
  async run(): Promise<void> {
    const begun = Promise.withResolvers<void>();
    const run = runOwnPreflight({ runsEveryTool: false, onStart: begun.resolve });
    run.catch((error: unknown) => {
      begun.reject(error);
      if (!isDomainError(error, "conflict")) log.warn({ err: error }, "a pre-flight did not come to its end");
    });
    await begun.promise;
  },
});
