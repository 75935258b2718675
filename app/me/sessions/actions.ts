"use server";

import { redirect } from "next/navigation";
import { endOtherSessions } from "#lib/identity/end-other-sessions.ts";
import { endOwnSession } from "#lib/identity/end-own-session.ts";
import { readField } from "../../(console)/read-field.ts";
import { currentSession, requirePerson } from "../../_http/current-person.ts";
import { toActionResult } from "../../_http/to-action-result.ts";

const PATH = "/me/sessions";

export async function endBrowser(form: FormData): Promise<void> {
  const person = await requirePerson(PATH);
  const result = await toActionResult(() => endOwnSession(person, readField(form, "id")));
  redirect(`${PATH}?${result.ok ? "done=ended" : `problem=${result.code}`}`);
}

export async function endOtherBrowsers(): Promise<void> {
  const session = await currentSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(PATH)}`);
  const result = await toActionResult(() => endOtherSessions(session));
  redirect(`${PATH}?${result.ok ? "done=ended-others" : `problem=${result.code}`}`);
}
