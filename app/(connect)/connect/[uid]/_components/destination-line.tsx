import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { Disclosure } from "../../../../_ui/disclosure.tsx";

/** Where the browser goes after the answer: always in sight, the whole address on demand. */
export function DestinationLine({ request }: { request: ConsentRequest }) {
  return (
    <div className="grid gap-1">
      <p>
        After this you go to <strong className="font-mono break-all">{request.redirectHost}</strong>
        {request.client.identity === "local" && " on this computer"}
      </p>
      <Disclosure summary="Show the full address">
        <p className="font-mono text-table break-all text-muted">{request.redirectUri}</p>
      </Disclosure>
    </div>
  );
}
