import "#server-only";
import { getConfig } from "./get-config.ts";

/** next-auth takes its own address from the environment alone; it gets ours, never one derived from a request. */
export function setNextAuthUrl(): void {
  process.env["NEXTAUTH_URL"] = getConfig().publicUrl;
}
