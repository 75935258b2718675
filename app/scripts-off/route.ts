import { PERIODS } from "#lib/operations/retention-periods.ts";
import { SCRIPTS_COOKIE } from "../_ui/scripts.ts";

/** An empty style sheet. Pages link to it for browsers without scripts alone; from then on they get pages whole. */
export function GET(): Response {
  return new Response("", {
    headers: {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "private, no-store",
      "set-cookie": `${SCRIPTS_COOKIE}=off; Path=/; Max-Age=${PERIODS.session}; HttpOnly; SameSite=Lax`,
    },
  });
}
