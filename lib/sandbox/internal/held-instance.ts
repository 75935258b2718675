import "#server-only";
import { findOnce, replaceOnce } from "#lib/platform/registry/once.ts";
import type { SandboxInstance } from "../ensure-sandbox.ts";

const NAME = "sandbox.instance";

/** Keeps where this process's instance is, for the jobs. */
export function holdInstance(instance: SandboxInstance): void {
  replaceOnce(NAME, instance);
}

export function findInstance(): SandboxInstance | undefined {
  return findOnce<SandboxInstance>(NAME);
}
