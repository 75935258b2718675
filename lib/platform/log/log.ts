import "#server-only";
import { pino } from "pino";
import { getConfig } from "../config/get-config.ts";
import { once } from "../registry/once.ts";

const SECRET_FIELDS = ["authorization", "cookie", "set-cookie", "token", "key", "secret", "code", "password"];

/** The process's logger: one JSON line an event on stderr, fields that hold secrets removed by name. */
export const log = {
  debug: (fields: object, message: string) => logger().debug(fields, message),
  info: (fields: object, message: string) => logger().info(fields, message),
  warn: (fields: object, message: string) => logger().warn(fields, message),
  error: (fields: object, message: string) => logger().error(fields, message),
};

function logger() {
  return once("log", () =>
    pino(
      {
        level: getConfig().logLevel,
        base: null,
        redact: {
          paths: SECRET_FIELDS.flatMap((name) => [`["${name}"]`, `*["${name}"]`]),
          remove: true,
        },
      },
      once("log.destination", () => pino.destination({ fd: 2, sync: false })),
    ),
  );
}
