import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { FocusedShell } from "../../../../_ui/focused-shell.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { TimeLimit } from "./time-limit.tsx";

type ConnectShellProps = {
  request?: ConsentRequest;
  /** The step after the answer. */
  isAllowed?: boolean;
  children: ReactNode;
};

/** Keeps the app and the host it returns to in sight on every step; every target is 44 px high, not under a finger only. */
export async function ConnectShell({ request, isAllowed, children }: ConnectShellProps) {
  const t = await getTranslations("consent");
  const context =
    request &&
    t.rich("context", {
      app: () => <bdi>{request.client.name}</bdi>,
      host: () => <span className="font-mono">{request.redirectHost}</span>,
    });
  return (
    <div className="contents [&_footer_a]:min-h-11 [&_label]:min-h-11 [&_summary]:min-h-11">
      <FocusedShell context={context}>
        {request ? (
          <TimeLimit limit={request} csrf={await makeConsentCsrf(request.uid)} isAllowed={isAllowed}>
            {children}
          </TimeLimit>
        ) : (
          children
        )}
      </FocusedShell>
    </div>
  );
}
