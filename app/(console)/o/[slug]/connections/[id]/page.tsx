import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { getConnection } from "#lib/grants/get-connection.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { isLive } from "../../../../_components/connection-parts.tsx";
import { NotAllowed } from "../../../../_components/not-allowed.tsx";
import { loadMember } from "../../../../load-member.ts";
import { DisconnectOne } from "../_components/disconnect-one.tsx";
import { AccessCard } from "./_components/access-card.tsx";
import { CallsCard } from "./_components/calls-card.tsx";
import { ConnectionFacts } from "./_components/connection-facts.tsx";
import { HistoryCard } from "./_components/history-card.tsx";
import { NarrowForm } from "./_components/narrow-form.tsx";
import { NetworksCard } from "./_components/networks-card.tsx";
import { toGroupChoices } from "./_components/to-group-choices.ts";

type Props = { params: Promise<{ slug: string; id: string }> };

/** The same missing page for what does not exist, is another organisation's, or is not the member's to see. */
const findConnection = cache(
  async (actor: MemberActor, id: string) => await orNotFound(() => getConnection(actor, { id })),
);

async function load({ params }: Props) {
  const { slug, id } = await params;
  const list = `/o/${slug}/connections`;
  const actor = await loadMember(slug, `${list}/${id}`);
  return { list, actor, connection: await findConnection(actor, id) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { actor, connection } = await load(props);
  return { title: pageTitle(connection.app.name, actor.tenantName) };
}

export default async function ConnectionPage(props: Props) {
  const { list, actor, connection } = await load(props);
  const t = await getTranslations("connections");
  const { id, app, person, tenant, groups, version } = connection;
  const isOwn = person.id === actor.personId;
  const isChangeable = connection.isEndable && isLive(connection);
  const own = { app: app.name, person: person.name, organisation: tenant.name, isOwn };
  return (
    <ClientMessages namespaces={["connections"]}>
      <PageHeader
        title={<bdi>{app.name}</bdi>}
        crumbs={[{ label: t("title"), href: list }]}
        description={t.rich(isOwn ? "detail.descriptionOwn" : "detail.description", {
          person: () => <bdi>{person.name}</bdi>,
          organisation: () => <bdi>{tenant.name}</bdi>,
        })}
        actions={
          <>
            <DisconnectOne slug={actor.tenantSlug} id={id} connection={own} isEndable={isChangeable} />
            {isLive(connection) && !connection.isEndable && (
              <NotAllowed
                actor={actor}
                permission="connection:end-any"
                actions={[t("disconnect.one", { app: app.name })]}
              />
            )}
          </>
        }
      />
      <div className="grid gap-6">
        <Card title={t("detail.facts")}>
          <ConnectionFacts connection={connection} />
        </Card>
        <AccessCard connection={connection} path={`${list}/${id}`} />
        {isChangeable && groups.length > 1 && (
          <Card title={t("narrow.title")}>
            <NarrowForm slug={actor.tenantSlug} id={id} version={version} groups={toGroupChoices(groups)} />
          </Card>
        )}
        <HistoryCard history={connection.history} viewerId={actor.personId} />
        <NetworksCard actor={actor} id={id} path={`${list}/${id}`} />
        <CallsCard actor={actor} id={id} path={`${list}/${id}`} />
      </div>
    </ClientMessages>
  );
}
