import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { REQUEST_MINUTES } from "#lib/oauth/policy.ts";
import { currentPath } from "../../../../_http/current-person.ts";
import { ClientMessages } from "../../../../_messages/client-messages.tsx";
import { Button } from "../../../../_ui/button.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { describeEnd } from "../describe-end.ts";
import { EndNotice } from "./end-notice.tsx";
import { RequestEndProvider } from "./request-end.tsx";

type TimeLimitProps = { request: ConsentRequest; children: ReactNode };

/**
 * Around a step of Connect: tells before the request ends, and lets its person ask for more time by one press (WCAG 2.2,
 * 2.2.1). Without scripts the button is there from the beginning and leads back to the same page.
 */
export async function TimeLimit({ request, children }: TimeLimitProps) {
  const { uid } = request;
  const [t, end, csrf, path] = await Promise.all([
    getTranslations("consent.end"),
    describeEnd(request),
    makeConsentCsrf(uid),
    currentPath(),
  ]);
  const label = t("extend", { minutes: REQUEST_MINUTES });
  const action = `/connect/${uid}/extend`;
  return (
    <RequestEndProvider end={end}>
      {children}
      <ClientMessages namespaces={["consent"]}>
        <EndNotice action={action} csrf={csrf} label={label} />
      </ClientMessages>
      {end.isExtendable && (
        <noscript>
          <form method="post" action={action} className="mt-6">
            <input type="hidden" name="csrf" value={csrf} />
            <input type="hidden" name="back" value={path ?? ""} />
            <Button type="submit" size="touch">
              {label}
            </Button>
          </form>
        </noscript>
      )}
    </RequestEndProvider>
  );
}
