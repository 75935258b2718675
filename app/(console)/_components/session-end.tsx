import { currentSession } from "../../_http/current-person.ts";
import { describeEnd } from "../../_http/describe-end.ts";
import { SessionNotice } from "./session-notice.tsx";

/** On every page in the console's frame: warns before this browser is signed out, and keeps it signed in by one press. */
export async function SessionEnd() {
  const session = await currentSession();
  return session && <SessionNotice end={await describeEnd(session)} />;
}
