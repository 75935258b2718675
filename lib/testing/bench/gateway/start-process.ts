import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Told } from "./serve.ts";

export type BenchProcess = {
  url: string;
  /** CPU time the process has used since it started. */
  cpuMs: () => Promise<number>;
  /** Its resident memory now. */
  rssMb: () => Promise<number>;
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
    cpuMs: async () => (await askProcess(child)).cpuMs,
    rssMb: async () => (await askProcess(child)).rssMb,
    async stop() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

async function askProcess(child: ChildProcess): Promise<Extract<Told, { cpuMs: number }>> {
  child.send("what you use");
  const answer = await hear(child);
  if (!("cpuMs" in answer)) throw new Error("A bench process did not say what it uses.");
  return answer;
}

async function hear(child: ChildProcess): Promise<Told> {
  const heard = new AbortController();
  const exited = once(child, "exit", heard).then(([code]) => {
    throw new Error(`A bench process ended early (${String(code)}).`);
  });
  const said = once(child, "message", heard);
  try {
    const [message] = (await Promise.race([said, exited])) as [Told];
    return message;
  } finally {
    heard.abort();
    await Promise.allSettled([said, exited]);
  }
}
