import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { Button } from "../../../../_ui/button.tsx";

/** The way back for somebody who cannot or does not want to go on. */
export function DenyForm({
  request,
  csrf,
  children,
}: {
  request: ConsentRequest;
  csrf: string;
  children: string;
}) {
  return (
    <form method="post" action={`/connect/${request.uid}/answer`}>
      <input type="hidden" name="csrf" value={csrf} />
      <Button type="submit" name="decision" value="deny" size="touch">
        {children}
      </Button>
    </form>
  );
}
