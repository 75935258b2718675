import { headers } from "next/headers";
import type { ReactNode } from "react";
import { findRequestEnd } from "#lib/oauth/find-request-end.ts";
import { AnswerUntil } from "../../(connect)/connect/[uid]/_components/answer-until.tsx";
import { TimeLimit } from "../../(connect)/connect/[uid]/_components/time-limit.tsx";
import { makeWaitingCsrf } from "../../(connect)/connect/[uid]/csrf.ts";
import { FocusedShell } from "../../_ui/focused-shell.tsx";
import { ConnectContext } from "./connect-context.tsx";

/** The frame of signing in and of joining an organisation; on the way to Connect it keeps saying so, and until when the request waits. */
export async function SignInShell({ next, children }: { next: string; children: ReactNode }) {
  if (!next.startsWith("/connect/")) return <FocusedShell>{children}</FocusedShell>;
  const uid = /^\/connect\/([\w-]+)/.exec(next)?.[1] ?? "";
  const limit = await findRequestEnd(uid, (await headers()).get("cookie"));
  return (
    <FocusedShell context={<ConnectContext uid={uid} />}>
      {limit ? (
        <TimeLimit limit={limit} csrf={makeWaitingCsrf(uid)}>
          {children}
          <p className="mt-6 text-muted">
            <AnswerUntil />
          </p>
        </TimeLimit>
      ) : (
        children
      )}
    </FocusedShell>
  );
}
