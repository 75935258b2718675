import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { GOOGLE } from "#lib/identity/find-google.ts";
import { listSessions, type OpenSession } from "#lib/identity/list-sessions.ts";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { currentSession } from "../../_http/current-person.ts";
import { Badge } from "../../_ui/badge.tsx";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { endBrowser, endOtherBrowsers } from "./actions.ts";

export const metadata: Metadata = { title: pageTitle("Your browsers") };

const DONE = {
  ended: "That browser is signed out",
  "ended-others": "All other browsers are signed out",
};

type Props = { searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }> };

export default async function SessionsPage({ searchParams }: Props) {
  const session = await currentSession();
  if (!session) redirect("/sign-in?next=%2Fme%2Fsessions");
  const sessions = await listSessions(session.actor);
  return (
    <>
      <PageHeader
        title="Your browsers"
        description="Where you are signed in. Apps you connected are not here: they are under My connections."
        actions={
          sessions.length > 1 && (
            <form action={endOtherBrowsers}>
              <ConfirmDialog
                title="Sign out everywhere else?"
                description="Every browser but this one is signed out at once. Connected apps go on working."
                confirmLabel="Sign out the others"
              >
                Sign out the others
              </ConfirmDialog>
            </form>
          )
        }
      />
      <OutcomeBanner query={await searchParams} texts={DONE} />
      <ul className="grid max-w-[640px] gap-3">
        {sessions.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-start justify-between gap-3 rounded-lg border bg-surface p-4"
          >
            <SessionFacts session={one} isThis={one.id === session.sessionId} />
            {one.id !== session.sessionId && (
              <form action={endBrowser}>
                <input type="hidden" name="id" value={one.id} />
                <SubmitButton tone="secondary">Sign out</SubmitButton>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function SessionFacts({ session, isThis }: { session: OpenSession; isThis: boolean }) {
  const { browser, method, createdAt } = session;
  return (
    <div className="grid min-w-0 gap-1">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {browser ?? "A browser"}
        {isThis && <Badge tone="ok">This browser</Badge>}
      </p>
      <p className="text-muted">
        Signed in {describeMethod(method)}, <RelativeTime at={createdAt} />
      </p>
    </div>
  );
}

function describeMethod(method: string | null): string {
  if (method === null || method === "code") return "by code";
  return method === GOOGLE ? "with Google" : "with your company";
}
