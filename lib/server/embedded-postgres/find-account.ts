import "#server-only";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { StartRefused } from "../refuse-start.ts";

/** The account Postgres runs as, when it cannot be ours because we are root. */
export type Account = { uid: number; gid: number };

const PREFERRED = ["postgres", "nobody"];

/** Postgres refuses to run as root: names the account to drop to, or nothing when we are an ordinary user. */
export async function findAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile("/etc/passwd", "utf8").catch(() => ""))
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of PREFERRED) {
    const entry = lines.find((fields) => fields[0] === name);
    const [uid, gid] = [Number(entry?.[2]), Number(entry?.[3])];
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  throw new StartRefused(
    "Postgres cannot run as root and this machine has no account named postgres or nobody; run as an ordinary user or set DATABASE_URL.",
  );
}

/** As `findAccount`; files made by an ordinary user's run stay that user's. */
export async function findOwner(dataPath: string | undefined): Promise<Account | undefined> {
  const account = await findAccount();
  if (!account || !dataPath) return account;
  const found = await stat(dataPath).catch(() => undefined);
  return found && found.uid > 0 ? { uid: found.uid, gid: found.gid } : account;
}

/** Whether the account may pass through every directory down to `path`, judged by the permission bits. */
export async function canReach(account: Account | undefined, path: string): Promise<boolean> {
  if (!account) return true;
  for (let current = path; ; current = dirname(current)) {
    const { uid, gid, mode } = await stat(current);
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
    if (((mode >> shift) & 0o1) === 0) return false;
    if (current === dirname(current)) return true;
  }
}
