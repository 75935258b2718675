import activity from "./en/activity.json";
import apps from "./en/apps.json";
import ask from "./en/ask.json";
import attempts from "./en/attempts.json";
import audit from "./en/audit.json";
import auth from "./en/auth.json";
import connections from "./en/connections.json";
import consent from "./en/consent.json";
import disconnect from "./en/disconnect.json";
import enter from "./en/enter.json";
import exports from "./en/exports.json";
import instances from "./en/instances.json";
import join from "./en/join.json";
import me from "./en/me.json";
import members from "./en/members.json";
import ops from "./en/ops.json";
import overview from "./en/overview.json";
import settings from "./en/settings.json";
import shell from "./en/shell.json";
import tools from "./en/tools.json";
import ui from "./en/ui.json";
import type { Locale } from "./locales.ts";
import { toPseudo } from "./to-pseudo.ts";

/** One line a namespace, alphabetical. */
const ENGLISH = {
  activity,
  apps,
  ask,
  attempts,
  audit,
  auth,
  connections,
  consent,
  disconnect,
  enter,
  exports,
  instances,
  join,
  me,
  members,
  ops,
  overview,
  settings,
  shell,
  tools,
  ui,
};

export type Messages = typeof ENGLISH;
export type Namespace = keyof Messages;

/** Every message of a language. The pseudo-language is made from the English one, once a process. */
export function loadMessages(locale: Locale): Messages {
  return locale === "en-XA" ? (pseudo ??= toPseudo(ENGLISH)) : ENGLISH;
}

let pseudo: Messages | undefined;
