import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Told } from "./serve.ts";

export type BenchProcess = {
  url: string;
  /** CPU time the process has used since it started. */
  cpuMs: () => Promise<number>;
  stop: () => Promise<void>;
};

/** Starts one of this folder's servers in a process of its own. */
export async function startProcess(
  file: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<BenchProcess> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    env: { PATH: process.env["PATH"], NODE_ENV: "production", ...env },
  });
  const told = await hear(child);
  if (!("port" in told)) throw new Error(`${file} did not say where it listens.`);
  return {
    url: `http://127.0.0.1:${told.port}`,
    async cpuMs() {
      child.send("cpu");
      const answer = await hear(child);
      if (!("cpuMs" in answer)) throw new Error(`${file} did not say what it used.`);
      return answer.cpuMs;
    },
    async stop() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

async function hear(child: ChildProcess): Promise<Told> {
  const exited = once(child, "exit").then(([code]) => {
    throw new Error(`A bench process ended early (${String(code)}).`);
  });
  const [message] = (await Promise.race([once(child, "message"), exited])) as [Told];
  return message;
}
