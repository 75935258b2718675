import "#server-only";
import { realpath } from "node:fs/promises";
import { exit, stderr } from "node:process";
import { isDomainError } from "#lib/kernel/errors.ts";
import { type Config, setConfig } from "#lib/platform/config/get-config.ts";
import { parseConfig } from "#lib/platform/config/parse-config.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { findState } from "./embedded-postgres/keep-state.ts";
import { answersAs, toUrls } from "./embedded-postgres/prepare-database.ts";
import { isStartRefused, StartRefused } from "./refuse-start.ts";
import { environment } from "./set-environment.ts";
import { openKeys } from "./start-keys.ts";

/**
 * Runs an operator's command against the database of DATABASE_URL or, without one, of the local server that is running
 * on this DATA_DIR; then ends the process. `run` answers the exit code, 0 unless told. A StartRefused, or an error of
 * ours, is printed as its one sentence with exit code 1.
 */
export async function openCommand(run: () => Promise<number | void>): Promise<never> {
  let code = 1;
  try {
    await configure();
    code = (await run()) ?? 0;
  } catch (error) {
    stderr.write(`${toSentence(error)}\n`);
  }
  await closePools();
  return exit(code);
}

async function configure(): Promise<void> {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new StartRefused(parsed.reason);
  const config = parsed.config.databaseUrl ? parsed.config : await withEmbedded(parsed.config);
  setConfig({ ...config, databaseOwnerUrl: undefined });
  await openKeys();
}

async function withEmbedded(config: Config): Promise<Config> {
  const state = await findState(config.dataDir);
  const dataPath = state && (await realpath(state.dataPath).catch(() => null));
  if (!state || !dataPath || !(await answersAs(state, dataPath))) {
    throw new StartRefused(
      `No local server is running on DATA_DIR (${config.dataDir}): start it first, or set the DATABASE_* variables of the server you mean.`,
    );
  }
  const { app, auth } = toUrls(state);
  return { ...config, databaseUrl: app, databaseAuthUrl: auth };
}

function toSentence(error: unknown): string {
  if (isStartRefused(error)) return error.message;
  if (isDomainError(error)) return error.publicMessage;
  return `The command failed: ${String((error as Error)?.stack ?? error)}`;
}
