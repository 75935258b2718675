import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { hearChild } from "../hear-child.ts";

/** Another process that delivers the log streams of this test's database. */
export async function startDeliverer(): Promise<ChildProcess> {
  const { databaseUrl = "", databaseAuthUrl = "", databaseOwnerUrl = "", secrets, ...config } = getConfig();
  const child = fork(fileURLToPath(new URL("./deliver-process.ts", import.meta.url)), [], {
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      LOG_LEVEL: "silent",
      PUBLIC_URL: config.publicUrl,
      OUTBOUND_ALLOW: config.outboundAllow.join(","),
      SECRETS: secrets.join(","),
      DATABASE_URL: databaseUrl,
      DATABASE_AUTH_URL: databaseAuthUrl,
      DATABASE_OWNER_URL: databaseOwnerUrl,
    },
  });
  await hearChild(child);
  return child;
}
