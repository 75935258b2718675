import { readdir, readFile } from "node:fs/promises";

const TICK_MS = 10;

/** CPU time in ms that a Postgres and its present children have used (Linux: proc(5), stat); null elsewhere. */
export async function readPostgresCpu(postmaster: number): Promise<number | null> {
  const pids = await readdir("/proc").catch(() => null);
  if (pids === null) return null;
  const stats = await Promise.all(
    pids
      .filter((pid) => /^\d+$/.test(pid))
      .map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")),
  );
  let ticks = 0;
  for (const stat of stats) {
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const pid = Number(stat.split(" ", 1)[0]);
    if (pid !== postmaster && Number(fields[1]) !== postmaster) continue;
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * TICK_MS;
}
