import "#server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";

const optional = z.string().trim().min(1).optional();
const flag = z.enum(["on", "off"]);

/** Every variable the server reads. Each of the secret ones may instead be given as `<NAME>_FILE`. */
export const EnvSchema = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  PUBLIC_URL: optional,
  DATA_DIR: z.string().trim().min(1).default(".data"),
  DATABASE_URL: optional,
  DATABASE_AUTH_URL: optional,
  DATABASE_OWNER_URL: optional,
  DATABASE_DIRECT_URL: optional,
  SECRETS: optional,
  SMTP_URL: optional,
  MAIL_FROM: z.string().trim().min(3).default("Trinity Connect <connect@localhost>"),
  GOOGLE_CLIENT_ID: optional,
  GOOGLE_CLIENT_SECRET: optional,
  GOOGLE_ISSUER: optional,
  OUTBOUND_ALLOW: z.string().trim().default(""),
  TRUSTED_PROXIES: z.string().trim().default(""),
  SECURITY_CONTACT: optional,
  SUPPORT_CONTACT: optional,
  CLAUDE_LISTING: optional,
  OPERATORS: z.string().trim().default(""),
  SUBPROCESSORS: z.string().trim().max(4000).default(""),
  MCP_BODY_BYTES_MAX: z.coerce.number().int().min(1024).max(67_108_864).default(4_194_304),
  MCP_RESULT_BYTES_MAX: z.coerce.number().int().min(1024).max(268_435_456).default(8_388_608),
  MCP_CALL_SECONDS_MAX: z.coerce.number().int().min(1).max(3600).default(300),
  MCP_DEPTH_MAX: z.coerce.number().int().min(8).max(1000).default(200),
  MCP_CALLS_PER_MINUTE_PERSON: z.coerce.number().int().min(1).max(1_000_000_000).default(600),
  MCP_CALLS_PER_MINUTE_CLIENT: z.coerce.number().int().min(1).max(1_000_000_000).default(3_000),
  MCP_CALLS_PER_MINUTE_TENANT: z.coerce.number().int().min(1).max(1_000_000_000).default(6_000),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("warn"),
  SAMPLE: flag.optional(),
  SANDBOX: flag.default("off"),
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_534).default(3911),
});

/** The variables that hold secrets and may come from a file. */
export const FILE_VARIABLES = [
  "DATABASE_URL",
  "DATABASE_AUTH_URL",
  "DATABASE_OWNER_URL",
  "DATABASE_DIRECT_URL",
  "SECRETS",
  "SMTP_URL",
  "GOOGLE_CLIENT_SECRET",
] as const;

/** Reads `<NAME>_FILE` variables into `<NAME>`; an unreadable file throws the system's error. */
export function readFileVariables(
  env: Record<string, string | undefined>,
): Record<string, string | undefined> {
  const merged = { ...env };
  for (const name of FILE_VARIABLES) {
    const path = env[`${name}_FILE`];
    if (path) merged[name] = readFileSync(path, "utf8").trim();
  }
  return merged;
}
