import type { ReactNode } from "react";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { FocusedShell } from "../../../../_ui/focused-shell.tsx";

/** Keeps the app and the host it returns to in sight on every step. */
export function ConnectShell({ request, children }: { request: ConsentRequest; children: ReactNode }) {
  const context = (
    <>
      to connect <bdi>{request.client.name}</bdi> · <span className="font-mono">{request.redirectHost}</span>
    </>
  );
  return <FocusedShell context={context}>{children}</FocusedShell>;
}
