import "#server-only";
import { listReviewerCodes, type ReviewerCode } from "#lib/identity/list-reviewer-codes.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { getSandboxHealth, type SandboxHealth } from "#lib/sandbox/get-sandbox-health.ts";
import {
  askDatabase,
  countQueues,
  type FailingInstance,
  findFailing,
  findJobRuns,
  type JobRunRow,
  type Queue,
} from "./internal/health/store.ts";
import { operatorVerb } from "./operator-verb.ts";
import { NothingInput } from "./schema.ts";

export type Health = {
  database: { version: string; appMs: number; authMs: number };
  jobs: JobRunRow[];
  queues: Queue[];
  failing: FailingInstance[];
  sandbox: SandboxHealth & { isOn: boolean };
  codes: ReviewerCode[];
};

const FAILING_MAX = 100;

/** How the product does: database, jobs, queues, instances that fail, the sandbox and the codes for it. */
export const getHealth = operatorVerb({
  action: "health.view",
  input: NothingInput,
  target: () => "",
  async run(): Promise<Health> {
    const [database, jobs, queues, failing, sandbox, codes] = await Promise.all([
      askDatabase(),
      findJobRuns(),
      countQueues(),
      findFailing(FAILING_MAX),
      getSandboxHealth(),
      listReviewerCodes(),
    ]);
    return {
      database,
      jobs,
      queues,
      failing,
      sandbox: { ...sandbox, isOn: getConfig().sandbox.isOn },
      codes,
    };
  },
});
