import { setTimeout as pause } from "node:timers/promises";
import type { Cluster } from "./start-cluster.ts";

type Plan = {
  crashes: number;
  /** How many rotations there were by now, and between which numbers the crashes fall. */
  rotated: () => number;
  from: number;
  until: number;
};

const POLL_MS = 5;

/** Crashes Postgres again and again while others work, evenly over their progress; every third time a server too. */
export function crashWhileBusy(cluster: Cluster, { crashes, rotated, from, until }: Plan) {
  let done = 0;
  let isStopped = false;
  const crashAll = async () => {
    for (let crash = 1; crash <= crashes; crash++) {
      const due = from + ((until - from) * crash) / (crashes + 1);
      while (rotated() < due && !isStopped) await pause(POLL_MS);
      if (isStopped) return;
      const isBoth = crash % 3 === 0;
      await Promise.all([
        cluster.crashPostgres(crash % 2 === 0 ? "SIGKILL" : "SIGQUIT"),
        ...(isBoth ? [cluster.instances[1].crash()] : []),
      ]);
      done = crash;
      process.stderr.write(`crash ${crash} of ${crashes}, at ${rotated()} rotations\n`);
    }
  };
  const settled = crashAll();
  return {
    done: () => done,
    /** No more crashes; waits for one under way. */
    stop: async () => {
      isStopped = true;
      await settled;
    },
  };
}
