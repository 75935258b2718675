import "#server-only";
import { argv } from "node:process";
import { liftSuspension } from "#lib/tenants/lift-suspension.ts";
import { suspendTenant } from "#lib/tenants/suspend-tenant.ts";
import { explainUsage } from "./explain-usage.ts";
import { openCommand } from "./open-command.ts";

// `npm run tenant`: what an operator does to a whole organisation.

const USAGE = `npm run tenant -- suspend SLUG  nobody enters it, and every token of it answers 401 within a second
npm run tenant -- resume SLUG   lets it run again; one its owner deleted stays deleted`;

async function suspend(slug: string): Promise<void> {
  const { name, isNew } = await suspendTenant(slug);
  console.log(`${name} (${slug}) ${isNew ? "is suspended" : "was suspended already"}.`);
}

async function resume(slug: string): Promise<void> {
  const { name, isNew } = await liftSuspension(slug);
  console.log(`${name} (${slug}) ${isNew ? "is no longer suspended" : "was not suspended"}.`);
}

const RUNS: Record<string, (slug: string) => Promise<void>> = { suspend, resume };
const [verb = "", slug, ...more] = argv.slice(2);
const run = Object.hasOwn(RUNS, verb) ? RUNS[verb] : undefined;
if (run && slug && more.length === 0) await openCommand(() => run(slug));
else process.exitCode = explainUsage(USAGE, argv.slice(2));
