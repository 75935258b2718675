import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { FocusedShell } from "../../../../_ui/focused-shell.tsx";
import { TimeLimit } from "./time-limit.tsx";

/** Keeps the app and the host it returns to in sight on every step; every target is 44 px high, not under a finger only. */
export function ConnectShell({ request, children }: { request?: ConsentRequest; children: ReactNode }) {
  const t = useTranslations("consent");
  const context =
    request &&
    t.rich("context", {
      app: () => <bdi>{request.client.name}</bdi>,
      host: () => <span className="font-mono">{request.redirectHost}</span>,
    });
  return (
    <div className="contents [&_footer_a]:min-h-11 [&_label]:min-h-11 [&_summary]:min-h-11">
      <FocusedShell context={context}>
        {request ? <TimeLimit request={request}>{children}</TimeLimit> : children}
      </FocusedShell>
    </div>
  );
}
