import { useTranslations } from "next-intl";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { Disclosure } from "../../../../_ui/disclosure.tsx";

/** Where the browser goes after the answer: always in sight, the whole address on demand. */
export function DestinationLine({ request }: { request: ConsentRequest }) {
  const t = useTranslations("consent.destination");
  return (
    <div className="grid gap-1">
      <p>
        {t.rich(request.client.identity === "local" ? "local" : "web", {
          host: () => <strong className="font-mono break-all">{request.redirectHost}</strong>,
        })}
      </p>
      <Disclosure summary={t("full")}>
        <p className="font-mono text-table break-all text-muted">{request.redirectUri}</p>
      </Disclosure>
    </div>
  );
}
