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
        {client.identity === "local" && ", on this computer"}
      </p>
    </div>
  );
}

function Origin({ client }: { client: Client }) {
  const host = <span className="font-mono">{client.host}</span>;
  if (client.registeredAt) {
    return (
      <>
        Registered itself as <span className="font-mono break-all">{client.id}</span>,{" "}
        <RelativeTime at={client.registeredAt} />
      </>
    );
  }
  switch (client.identity) {
    case "verified":
      return (
        <>
          Verified publisher · {client.publisher}, {host}
        </>
      );
    case "known":
      return <>From {host}</>;
    case "registered":
      return <>Described at {host}, but returns to another site</>;
    case "local":
      return (
        <>
          {client.publisher ? `${client.publisher}, ` : "From "}
          {host}
        </>
      );
  }
}

/** The band under the identity line; verified apps have none. */
export function IdentityBand({ client }: { client: Client }) {
  switch (client.identity) {
    case "verified":
      return null;
    case "known":
      return <Banner tone="info" title="We have not reviewed this app" />;
    case "registered":
      return (
        <Banner tone="warn" title="Its name is its own claim">
          Nobody has checked who made this app. Continue only if you were just using it and know where it came
          from.
        </Banner>
      );
    case "local":
      return (
        <Banner tone="warn" title="Continue only if you just started this yourself">
          The app runs on this computer. Any program here could have opened this page under that name.
        </Banner>
      );
  }
}
