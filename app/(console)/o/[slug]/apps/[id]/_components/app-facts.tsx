import { getTranslations } from "next-intl/server";
import type { getTenantClient } from "#lib/grants/get-tenant-client.ts";
import { findRegistration } from "#lib/oauth/find-registration.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { TextLink } from "../../../../../../_ui/text-link.tsx";
import { WholeTime } from "../../../../../../_ui/whole-time.tsx";
import { IdentityBadge } from "../../../../../_components/identity-badge.tsx";
import { STANDING_TONES } from "../../_components/app-columns.tsx";
import { describeClient, type Standing } from "../../standing.ts";

export type Found = Awaited<ReturnType<typeof getTenantClient>>;
type AppFactsProps = { found: Found; standing: Standing; requestsHref: string };

/** What we know of an app, apart from what it says of itself. */
export async function AppFacts({ found, standing, requestsHref }: AppFactsProps) {
  const { client, use, requests } = found;
  const [t, registeredAt] = await Promise.all([getTranslations("apps"), findRegistration(client.clientId)]);
  const { people, connections, hosts } = use;
  const items = [
    {
      key: t("columns.standing"),
      value: <StatusDot tone={STANDING_TONES[standing]}>{t(`standing.${standing}`)}</StatusDot>,
    },
    { key: t("app.identity"), value: <Identity client={client} /> },
    {
      key: t("app.clientId"),
      value: <span className="font-mono text-table break-all">{client.clientId}</span>,
    },
    ...(registeredAt === null ? [] : [{ key: t("app.registered"), value: <WholeTime at={registeredAt} /> }]),
    { key: t("app.firstSeen"), value: <WholeTime at={client.firstSeenAt} /> },
    { key: t("app.hosts"), value: <Hosts hosts={hosts} /> },
    { key: t("app.usedBy"), value: t("app.use", { people, connections }) },
    ...(requests === 0
      ? []
      : [
          {
            key: t("views.requests"),
            value: <TextLink href={requestsHref}>{t("app.requests", { count: requests })}</TextLink>,
          },
        ]),
  ];
  return (
    <Card title={t("app.facts")}>
      <KeyValue items={items} />
    </Card>
  );
}

async function Identity({ client }: { client: Found["client"] }) {
  const t = await getTranslations("apps.app.origin");
  const { publisher, host } = describeClient(client);
  const { identity } = client;
  const isSelfRegistered = host === undefined;
  const key = identity === "local" && isSelfRegistered ? "localRegistered" : identity;
  return (
    <span className="grid justify-items-start gap-1">
      <IdentityBadge identity={identity} />
      <span className="wrap-anywhere">{t(key, { publisher: publisher ?? "", host: host ?? "" })}</span>
    </span>
  );
}

async function Hosts({ hosts }: { hosts: Found["use"]["hosts"] }) {
  const t = await getTranslations("apps.app");
  if (hosts.length === 0) return t("none");
  return (
    <ul className="grid gap-1">
      {hosts.map(({ host, connections }) => (
        <li key={host} className="flex flex-wrap gap-x-2">
          <span className="font-mono break-all">{host}</span>
          <span className="text-table text-muted">{t("hostUse", { count: connections })}</span>
        </li>
      ))}
    </ul>
  );
}
