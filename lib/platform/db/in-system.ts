import "#server-only";
import { inContext } from "./in-context.ts";
import type { Tx } from "./tx.ts";

/** The jobs that may look across tenants, each with its own policies in the migrations. */
type SystemJob = "find_sample" | "find_sandbox" | "name_tenant" | "purge_tenants";

/** One transaction of a named job. */
export async function inSystem<Result>(job: SystemJob, run: (tx: Tx) => Promise<Result>): Promise<Result> {
  return await inContext("app.system_job", job, run);
}
