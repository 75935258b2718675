import "#server-only";
import { isDomainError } from "#lib/kernel/errors.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { ensureRing } from "#lib/platform/crypto/load-ring.ts";
import { watchRing } from "#lib/platform/crypto/watch-ring.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { keepSecret } from "./keep-secrets.ts";
import { StartRefused } from "./refuse-start.ts";
import { reportStep } from "./report-step.ts";
import type { Lifecycle } from "./run-lifecycle.ts";

/** Opens the stored keys, or makes the first ones, and keeps them current. Needs the database. */
export async function startKeys(lifecycle: Lifecycle): Promise<void> {
  lifecycle.onStop("the pools", closePools);
  await reportStep("Keys", async () => {
    await openKeys();
    const stop = watchRing();
    lifecycle.onStop("the keys", async () => stop());
    return { said: "one in use and one to follow, for signing and for sealing", value: undefined };
  });
}

/** Has this process hold the stored keys. Throws StartRefused when SECRETS does not open them. */
export async function openKeys(): Promise<void> {
  const config = getConfig();
  if (config.secrets.length === 0) {
    setConfig({ ...config, secrets: [await keepSecret(config.dataDir, "secret")] });
  }
  try {
    await ensureRing();
  } catch (cause) {
    if (!isDomainError(cause, "precondition_failed")) throw cause;
    throw new StartRefused(cause.publicMessage, { cause });
  }
}
