import { Plug } from "lucide-react";
import type { Metadata } from "next";
import type { Connection } from "#lib/grants/list-connections.ts";
import { listOwnConnections } from "#lib/grants/list-own-connections.ts";
import {
  ConnectionStatus,
  DisconnectForm,
  GroupList,
  isLive,
} from "../../(console)/_components/connection-parts.tsx";
import { IdentityBadge } from "../../(console)/_components/identity-badge.tsx";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { requirePerson } from "../../_http/current-person.ts";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { KeyValue } from "../../_ui/key-value.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { disconnectOwn } from "./actions.ts";

export const metadata: Metadata = { title: pageTitle("My connections") };

type Props = { searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }> };

export default async function OwnConnectionsPage({ searchParams }: Props) {
  const person = await requirePerson("/me/connections");
  const { connections } = await listOwnConnections(person, {});
  const live = connections.filter(isLive);
  const ended = connections.filter((connection) => !isLive(connection));
  return (
    <>
      <PageHeader
        title="My connections"
        description="The apps you allowed to act for you, in all your organisations."
      />
      <OutcomeBanner
        query={await searchParams}
        texts={{ disconnected: "Disconnected. Its next request is refused" }}
      />
      {connections.length === 0 ? (
        <EmptyState
          icon={<Plug />}
          title="Apps you connect will be here"
          action={<LinkButton href="/o">Go to your organisation</LinkButton>}
        >
          Your organisation’s page has the address to add in Claude.
        </EmptyState>
      ) : (
        <div className="grid gap-8">
          <ConnectionList title="Live" connections={live} empty="No app can act for you now." />
          {ended.length > 0 && <ConnectionList title="Ended" connections={ended} />}
        </div>
      )}
    </>
  );
}

type ConnectionListProps = { title: string; connections: readonly Connection[]; empty?: string };

function ConnectionList({ title, connections, empty }: ConnectionListProps) {
  return (
    <section className="grid gap-3">
      <h2 className="text-base font-semibold">{title}</h2>
      {connections.length === 0 && <p className="text-muted">{empty}</p>}
      <ul className="grid gap-4 lg:grid-cols-2">
        {connections.map((connection) => (
          <li key={connection.id} className="grid content-start gap-4 rounded-lg border bg-surface p-4">
            <OwnConnection connection={connection} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OwnConnection({ connection }: { connection: Connection }) {
  const { app, tenant, status, groups, createdAt, lastUsedAt, expiresAt, endedAt } = connection;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h3 className="font-semibold break-words">
            <bdi>{app.name}</bdi> in <bdi>{tenant.name}</bdi>
          </h3>
          <IdentityBadge identity={app.identity} />
        </div>
        {isLive(connection) && <DisconnectForm connection={connection} isOwn action={disconnectOwn} />}
      </div>
      <KeyValue
        items={[
          { key: "Status", value: <ConnectionStatus status={status} /> },
          { key: "Goes to", value: <span className="font-mono break-all">{app.redirectHost}</span> },
          { key: "May use", value: <GroupList groups={groups} /> },
          { key: "Created", value: <RelativeTime at={createdAt} /> },
          { key: "Last used", value: lastUsedAt ? <RelativeTime at={lastUsedAt} /> : "Not yet" },
          endedAt
            ? { key: "Disconnected", value: <RelativeTime at={endedAt} /> }
            : { key: status === "expired" ? "Expired" : "Expires", value: <RelativeTime at={expiresAt} /> },
        ]}
      />
    </>
  );
}
