import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { compareRoles } from "#lib/access/compare-roles.ts";
import { listConnections } from "#lib/grants/list-connections.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getMember } from "#lib/tenants/get-member.ts";
import type { Member } from "#lib/tenants/list-members.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { tryLoad } from "../../../../../_http/try-load.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { FailedCard } from "../../../../../_ui/failed-card.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import type { Query } from "../../../../../_ui/query.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { NotAllowed } from "../../../../_components/not-allowed.tsx";
import { OutcomeBanner } from "../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../load-member.ts";
import { DangerCard } from "./_components/danger-card.tsx";
import { MemberConnections } from "./_components/member-connections.tsx";
import { MemberFacts } from "./_components/member-facts.tsx";
import { RoleForm } from "./_components/role-form.tsx";

type Props = { params: Promise<{ slug: string; id: string }>; searchParams: Promise<Query> };

const findOne = cache(
  async (actor: MemberActor, id: string) => await orNotFound(() => getMember(actor, { id })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id } = await params;
  const actor = await loadMember(slug, `/o/${slug}/members/${id}`);
  const t = await getTranslations("members");
  if (!can(actor.role, "member:read")) return { title: pageTitle(t("title"), actor.tenantName) };
  return { title: pageTitle((await findOne(actor, id)).name, actor.tenantName) };
}

/** One person of the organisation: what they may do, what they connected, and the ways out. */
export default async function MemberPage({ params, searchParams }: Props) {
  const { slug, id } = await params;
  const base = `/o/${slug}/members`;
  const page = `${base}/${id}`;
  const actor = await loadMember(slug, page);
  const t = await getTranslations("members");
  if (!can(actor.role, "member:read")) return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  const member = await findOne(actor, id);
  const [differences, live] = await Promise.all([
    tryLoad(() => compareRoles(actor, { role: member.role })),
    tryLoad(() => listConnections(actor, { personId: member.personId, status: "live" })),
  ]);
  const isOutranked = member.role === "owner" && actor.role !== "owner";
  const mayWrite = can(actor.role, "member:write");
  return (
    <>
      <PageHeader
        title={<bdi>{member.name}</bdi>}
        description={<bdi className="break-all">{member.email}</bdi>}
        crumbs={[{ label: t("title"), href: base }]}
      />
      <OutcomeBanner
        query={await searchParams}
        texts={{ suspended: t("person.danger.suspended"), restored: t("person.danger.restored") }}
      />
      <div className="grid gap-6">
        <MemberFacts member={member} />
        <ClientMessages namespaces={["members"]}>
          {mayWrite && member.status === "active" && !differences && (
            <FailedCard text={t("person.role.failed")} retryHref={page} />
          )}
          {mayWrite && member.status === "active" && differences && (
            <Card title={t("person.role.title")}>
              <RoleForm
                slug={actor.tenantSlug}
                member={member}
                differences={differences}
                isOwner={actor.role === "owner"}
                isOutranked={isOutranked}
              />
            </Card>
          )}
          {live ? (
            <MemberConnections slug={slug} personId={member.personId} connections={live.connections} />
          ) : (
            <FailedCard text={t("person.connections.failed")} retryHref={page} />
          )}
          {(mayWrite || member.personId === actor.personId) && (
            <DangerCard
              slug={actor.tenantSlug}
              organisation={actor.tenantName}
              member={member}
              isSelf={member.personId === actor.personId}
              isOutranked={isOutranked}
            />
          )}
          {!mayWrite && member.personId !== actor.personId && <NotYours actor={actor} member={member} />}
        </ClientMessages>
      </div>
    </>
  );
}

/** What ends somebody's access, to who may only look. */
async function NotYours({ actor, member: { name, status } }: { actor: MemberActor; member: Member }) {
  const t = await getTranslations("members.person.danger");
  return (
    <Card title={t("title")} tone="danger">
      <NotAllowed
        actor={actor}
        permission="member:write"
        actions={[t(status === "active" ? "suspend" : "restore", { name }), t("remove", { name })]}
      />
    </Card>
  );
}
