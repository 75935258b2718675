import "#server-only";
import { once, replaceOnce } from "../registry/once.ts";
import { type Config, parseConfig } from "./parse-config.ts";

export type { Config } from "./parse-config.ts";

/** The process's configuration. Throws the refusal's sentence if the environment was never accepted. */
export function getConfig(): Config {
  return once("config", () => {
    const parsed = parseConfig(process.env);
    if (!parsed.ok) throw new Error(parsed.reason);
    return parsed.config;
  });
}

/** Sets what start-up derived (embedded database, generated secrets); nothing else may change configuration. */
export function setConfig(config: Config): void {
  replaceOnce("config", config);
}
