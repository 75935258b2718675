import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { endChild, hearChild } from "../../hear-child.ts";
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
  const told = await hearChild<Told>(child);
  if (!("port" in told)) throw new Error(`${file} did not say where it listens.`);
  return {
    url: `http://127.0.0.1:${told.port}`,
    cpuMs: async () => (await askProcess(child)).cpuMs,
    rssMb: async () => (await askProcess(child)).rssMb,
    stop: () => endChild(child),
  };
}

async function askProcess(child: ChildProcess): Promise<Extract<Told, { cpuMs: number }>> {
  child.send("what you use");
  const answer = await hearChild<Told>(child);
  if (!("cpuMs" in answer)) throw new Error("A bench process did not say what it uses.");
  return answer;
}
