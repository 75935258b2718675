import "#server-only";
import path from "node:path";
import type { z } from "zod";
import { isLoopbackName } from "../../kernel/loopback.ts";
import { isNetwork } from "./check-network.ts";
import { findWeakSecret } from "./check-secrets.ts";
import { EnvSchema, readFileVariables } from "./env.ts";

export type Config = {
  port: number;
  /** The bare public origin, no trailing slash: the issuer, and the base of every address we print. */
  publicUrl: string;
  /** A loopback `publicUrl`: loopback bind, local mailbox, sample organisation. */
  isLocal: boolean;
  isDevelopment: boolean;
  dataDir: string;
  databaseUrl: string | undefined;
  databaseAuthUrl: string | undefined;
  databaseOwnerUrl: string | undefined;
  /** Tenant data without a pooler between, for LISTEN; else `databaseUrl` serves. */
  databaseDirectUrl: string | undefined;
  /** The secret ring, newest first; each entry is at least 32 random bytes. */
  secrets: readonly string[];
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Sign-in with Google, where the operator registered us there. */
  google: { clientId: string; clientSecret: string; issuer: string } | undefined;
  /** Exact `host:port` exceptions to the guarded fetch. */
  outboundAllow: readonly string[];
  /** Addresses and networks of the proxies whose forwarding headers are believed. */
  trustedProxies: readonly string[];
  /** Where security.txt and the security page ask to be written to: an address of mail or the web. */
  securityContact: string | undefined;
  /** Where the help pages say to write: an address of mail or the web. */
  supportContact: string | undefined;
  /** Our page in Claude's directory, once there is one. */
  claudeListing: string | undefined;
  /** Mail addresses of whoever may open /ops, in lower case. */
  operators: readonly string[];
  /** The companies the operator has part of the work done by, each with what for: the privacy page lists them. */
  subprocessors: readonly string[];
  /** What one request through the gateway may cost at most: see .env.example. */
  mcp: {
    bodyBytesMax: number;
    resultBytesMax: number;
    callMsMax: number;
    depthMax: number;
    /** Tool calls of one person, of one app in one organisation, of one organisation. */
    callsPerMinute: { person: number; client: number; tenant: number };
  };
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  sample: boolean;
  /** The reviewer's sandbox, and the first of the two loopback ports of its instance; 0 takes free ones. */
  sandbox: { isOn: boolean; port: number };
};

const CONTACT = /^(?:https:\/\/[^\s<>"]+|[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63})$/i;

const LISTING = /^https:\/\/claude\.ai\/directory\/connectors\/[\w-]{1,100}$/;

export type ParsedConfig = { ok: true; config: Config } | { ok: false; reason: string };

/** Parses and cross-checks the environment. A refusal is one sentence that names the variable and the cure. */
export function parseConfig(env: Record<string, string | undefined>): ParsedConfig {
  let merged: Record<string, string | undefined>;
  try {
    merged = readFileVariables(env);
  } catch {
    return refuse("A *_FILE variable names a file that cannot be read; check its path and permissions.");
  }
  const blanksDropped = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
  const parsed = EnvSchema.safeParse(blanksDropped);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? "The environment");
    return refuse(`${name} has a value this server cannot use; .env.example says what it takes.`);
  }
  const values = parsed.data;
  const origin = parseOrigin(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`);
  if (!origin) {
    return refuse("PUBLIC_URL must be a bare origin: https://name[:port], or http:// on a loopback name.");
  }
  const isLocal = isLoopbackName(new URL(origin).hostname);
  const config: Config = {
    port: values.PORT,
    publicUrl: origin,
    isLocal,
    isDevelopment: values.NODE_ENV === "development",
    dataDir: path.resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    databaseAuthUrl: values.DATABASE_AUTH_URL,
    databaseOwnerUrl: values.DATABASE_OWNER_URL,
    databaseDirectUrl: values.DATABASE_DIRECT_URL,
    secrets: splitList(values.SECRETS ?? ""),
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    google: toGoogle(values),
    outboundAllow: splitList(values.OUTBOUND_ALLOW),
    trustedProxies: splitList(values.TRUSTED_PROXIES),
    securityContact: values.SECURITY_CONTACT,
    supportContact: values.SUPPORT_CONTACT,
    claudeListing: values.CLAUDE_LISTING,
    operators: splitList(values.OPERATORS).map((address) => address.toLowerCase()),
    subprocessors: values.SUBPROCESSORS.split(";").flatMap((entry) => entry.trim() || []),
    mcp: {
      bodyBytesMax: values.MCP_BODY_BYTES_MAX,
      resultBytesMax: values.MCP_RESULT_BYTES_MAX,
      callMsMax: values.MCP_CALL_SECONDS_MAX * 1000,
      depthMax: values.MCP_DEPTH_MAX,
      callsPerMinute: {
        person: values.MCP_CALLS_PER_MINUTE_PERSON,
        client: values.MCP_CALLS_PER_MINUTE_CLIENT,
        tenant: values.MCP_CALLS_PER_MINUTE_TENANT,
      },
    },
    logLevel: values.LOG_LEVEL,
    sample: isLocal && values.SAMPLE !== "off",
    sandbox: { isOn: values.SANDBOX === "on", port: values.SANDBOX_PORT },
  };
  const reason = findRefusal(config, values.SAMPLE) ?? findGoogleRefusal(config, values);
  return reason ? refuse(reason) : { ok: true, config };
}

function findRefusal(config: Config, sample: "on" | "off" | undefined): string | undefined {
  const urls = [config.databaseUrl, config.databaseAuthUrl, config.databaseOwnerUrl];
  if (urls.some(Boolean) && !urls.every(Boolean)) {
    return "DATABASE_URL, DATABASE_AUTH_URL and DATABASE_OWNER_URL go together: set all three or none.";
  }
  const weak = findWeakSecret(config.secrets);
  if (weak) return weak;
  if (!config.trustedProxies.every(isNetwork)) {
    return "TRUSTED_PROXIES takes addresses and networks such as 10.0.0.5 or 10.0.0.0/8, and never all of them: list your proxies alone.";
  }
  if (config.securityContact && !CONTACT.test(config.securityContact)) {
    return "SECURITY_CONTACT must be a mail address or an https:// address.";
  }
  if (config.supportContact && !CONTACT.test(config.supportContact)) {
    return "SUPPORT_CONTACT must be a mail address or an https:// address.";
  }
  if (config.claudeListing && !LISTING.test(config.claudeListing)) {
    return "CLAUDE_LISTING must be our page in Claude's directory: https://claude.ai/directory/connectors/<name>.";
  }
  if (!config.operators.every((address) => CONTACT.test(address) && address.includes("@"))) {
    return "OPERATORS takes mail addresses, comma separated: whoever signs in with one may open /ops.";
  }
  if (config.isLocal) return undefined;
  if (config.secrets.length === 0) {
    return "SECRETS is missing: a public PUBLIC_URL needs at least one secret of 32 random bytes, for example `openssl rand -base64 32`.";
  }
  if (sample === "on")
    return "SAMPLE=on is for a loopback PUBLIC_URL only: sample data never runs in production.";
  if (!config.databaseUrl) return "DATABASE_URL is missing: a public PUBLIC_URL needs its own Postgres.";
  if (!config.smtpUrl)
    return "SMTP_URL is missing: sign-in codes must reach people by mail on a public PUBLIC_URL.";
  return undefined;
}

type GoogleValues = Pick<
  z.output<typeof EnvSchema>,
  "GOOGLE_CLIENT_ID" | "GOOGLE_CLIENT_SECRET" | "GOOGLE_ISSUER"
>;

function toGoogle(values: GoogleValues): Config["google"] {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = values;
  const issuer = values.GOOGLE_ISSUER ?? "https://accounts.google.com";
  return clientId && clientSecret ? { clientId, clientSecret, issuer } : undefined;
}

function findGoogleRefusal(config: Config, values: GoogleValues): string | undefined {
  if (Boolean(values.GOOGLE_CLIENT_ID) !== Boolean(values.GOOGLE_CLIENT_SECRET)) {
    return "GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET go together: set both or neither.";
  }
  if (values.GOOGLE_ISSUER && !config.isLocal) {
    return "GOOGLE_ISSUER is for tests on a loopback PUBLIC_URL only: whoever answers there signs anybody in.";
  }
  return undefined;
}

function parseOrigin(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  const isBare = url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopbackName(url.hostname));
  return isBare && isSafe ? url.origin : undefined;
}

function splitList(value: string): string[] {
  return value.split(/[\s,]+/).filter(Boolean);
}

function refuse(reason: string): ParsedConfig {
  return { ok: false, reason };
}
