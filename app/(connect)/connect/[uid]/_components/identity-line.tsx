import { useTranslations } from "next-intl";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { Banner } from "../../../../_ui/banner.tsx";
import { LetterTile } from "../../../../_ui/letter-tile.tsx";
import { RelativeTime } from "../../../../_ui/relative-time.tsx";
import { VerifiedIcon } from "../../../../_ui/verified-icon.tsx";

type Client = ConsentRequest["client"];

/** What we know of who is asking, never what it says of itself. */
export function IdentityLine({ client }: { client: Client }) {
  return (
    <div className="flex items-center gap-3">
      {client.identity === "verified" ? <VerifiedIcon /> : <LetterTile name={client.name} />}
      <p className="min-w-0 break-words text-muted">
        <Origin client={client} />
      </p>
    </div>
  );
}

function Origin({ client }: { client: Client }) {
  const t = useTranslations("consent.identity");
  const { identity, registeredAt, publisher } = client;
  const host = () => <span className="font-mono">{client.host}</span>;
  if (registeredAt) {
    return t.rich(identity === "local" ? "registeredAsHere" : "registeredAs", {
      id: () => <span className="font-mono break-all">{client.id}</span>,
      time: () => <RelativeTime at={registeredAt} />,
    });
  }
  if (identity === "verified") return t.rich("verified", { host, publisher: () => <bdi>{publisher}</bdi> });
  if (identity === "local" && publisher)
    return t.rich("localPublisher", { host, publisher: () => <bdi>{publisher}</bdi> });
  return t.rich(identity, { host });
}

/** The band under the identity line; verified apps have none. */
export function IdentityBand({ client }: { client: Client }) {
  const t = useTranslations("consent.identity.bands");
  switch (client.identity) {
    case "verified":
      return null;
    case "known":
      return <Banner tone="info" title={t("known")} />;
    case "registered":
      return (
        <Banner tone="warn" title={t("registered.title")}>
          {t("registered.text")}
        </Banner>
      );
    case "local":
      return (
        <Banner tone="warn" title={t("local.title")}>
          {t("local.text")}
        </Banner>
      );
  }
}
