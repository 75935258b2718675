import "#server-only";
import { argv, env, loadEnvFile } from "node:process";

/** True when started as `main.ts --dev`. */
export const isDevStart = argv.includes("--dev");

// Before anything else loads: React and Next choose their build by NODE_ENV when they are imported.
Object.assign(env, {
  NODE_ENV: isDevStart ? "development" : "production",
  NEXT_TELEMETRY_DISABLED: "1",
});
// `node --watch` asks its child to report what it loads; Next's workers would inherit that and talk past each other.
delete env["WATCH_REPORT_DEPENDENCIES"];
try {
  loadEnvFile();
} catch {
  // There need not be an .env file.
}

/** The variables the process was started with, and those of `.env`. */
export const environment: Record<string, string | undefined> = env;
