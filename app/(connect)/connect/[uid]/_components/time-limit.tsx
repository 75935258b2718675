import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { RequestLimit } from "#lib/oauth/find-request-end.ts";
import { REQUEST_MINUTES } from "#lib/oauth/policy.ts";
import { currentPath } from "../../../../_http/current-person.ts";
import { describeEnd } from "../../../../_http/describe-end.ts";
import { ClientMessages } from "../../../../_messages/client-messages.tsx";
import { Button } from "../../../../_ui/button.tsx";
import { RequestEndProvider } from "./request-end.tsx";
import { RequestNotice } from "./request-notice.tsx";

type TimeLimitProps = {
  limit: RequestLimit;
  csrf: string;
  /** The request was allowed, and only its person's going on is waited for. */
  isAllowed?: boolean | undefined;
  children: ReactNode;
};

/**
 * Around a step of Connect: tells before the request ends, and lets its person ask for more time by one press (WCAG 2.2,
 * 2.2.1). Without scripts the button is there from the beginning and leads back to the same page.
 */
export async function TimeLimit({ limit, csrf, isAllowed = false, children }: TimeLimitProps) {
  const [t, end, path] = await Promise.all([
    getTranslations("consent.end"),
    describeEnd(limit),
    currentPath(),
  ]);
  const label = t("extend", { minutes: REQUEST_MINUTES });
  const action = `/connect/${limit.uid}/extend${isAllowed ? "?step=allowed" : ""}`;
  return (
    <RequestEndProvider end={end}>
      {children}
      <ClientMessages namespaces={["consent"]}>
        <RequestNotice action={action} csrf={csrf} label={label} isAllowed={isAllowed} />
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
