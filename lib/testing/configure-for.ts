import { randomBytes } from "node:crypto";
import { setConfig } from "#lib/platform/config/get-config.ts";
import { parseConfig } from "#lib/platform/config/parse-config.ts";
import type { EmbeddedPostgres } from "#lib/server/embedded-postgres/start-embedded-postgres.ts";

type Environment = Record<string, string>;

/** Has this process work on that Postgres, and returns the environment in which other processes do. */
export function configureFor<Wish extends Environment>({ urls }: Pick<EmbeddedPostgres, "urls">, wish: Wish) {
  const env = {
    SECRETS: randomBytes(32).toString("base64url"),
    LOG_LEVEL: "silent",
    DATABASE_URL: urls.app,
    DATABASE_AUTH_URL: urls.auth,
    DATABASE_OWNER_URL: urls.owner,
    ...wish,
  };
  const parsed = parseConfig(env);
  if (!parsed.ok) throw new Error(parsed.reason);
  setConfig(parsed.config);
  return env;
}
