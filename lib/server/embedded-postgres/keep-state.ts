import "#server-only";
import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findFreePort } from "./find-free-port.ts";

/** What must outlive a run so that the next one finds and enters the same cluster. */
export type PostgresState = {
  port: number;
  dataPath: string;
  passwords: { superuser: string; owner: string; app: string; auth: string };
  /** Hash of the roles file the cluster was last prepared with. */
  rolesHash: string;
};

const stateFile = (dataDir: string) => join(dataDir, "postgres.json");
const password = () => randomBytes(24).toString("base64url");

/** The state of an earlier run, or nothing if there is none or it does not read as one. */
export async function findState(dataDir: string): Promise<PostgresState | undefined> {
  try {
    const state = JSON.parse(await readFile(stateFile(dataDir), "utf8")) as PostgresState;
    return state.dataPath && state.port && state.passwords.auth ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Makes and keeps a first state. When two starts race, both get the one that was kept first. */
export async function createState(dataDir: string, dataPath: string): Promise<PostgresState> {
  const passwords = { superuser: password(), owner: password(), app: password(), auth: password() };
  const state: PostgresState = { port: await findFreePort(), dataPath, passwords, rolesHash: "" };
  const draft = await writeDraft(dataDir, state);
  try {
    await link(draft, stateFile(dataDir));
    return state;
  } catch {
    const kept = await findState(dataDir);
    if (kept) return kept;
    await rename(draft, stateFile(dataDir));
    return state;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Replaces the kept state in one step, readable by us alone. */
export async function saveState(dataDir: string, state: PostgresState): Promise<void> {
  await rename(await writeDraft(dataDir, state), stateFile(dataDir));
}

async function writeDraft(dataDir: string, state: PostgresState): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${stateFile(dataDir)}.${process.pid}`;
  await writeFile(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  return draft;
}
