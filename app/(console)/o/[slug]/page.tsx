import type { Metadata } from "next";
import { listConnections } from "#lib/grants/list-connections.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getTenant } from "#lib/tenants/get-tenant.ts";
import { listUpstreams, type UpstreamSummary } from "#lib/upstreams/list-upstreams.ts";
import { Card } from "../../../_ui/card.tsx";
import { KeyValue } from "../../../_ui/key-value.tsx";
import { PageHeader } from "../../../_ui/page-header.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { ROLE_WORDS } from "../../../_ui/role-words.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { AddressCard } from "../../_components/address-card.tsx";
import { isLive } from "../../_components/connection-parts.tsx";
import { loadMember } from "../../load-member.ts";
import { NextStep } from "./_components/next-step.tsx";
import { InstanceStatus } from "./instances/_components/instance-status.tsx";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}`);
  return { title: pageTitle("Overview", tenantName) };
}

export default async function OverviewPage({ params }: Props) {
  const { slug } = await params;
  const actor = await loadMember(slug, `/o/${slug}`);
  const [tenant, { connections, nextCursor }, upstreams] = await Promise.all([
    getTenant(actor, {}),
    listConnections(actor, {}),
    can(actor.role, "upstream:read") ? listUpstreams(actor, {}) : null,
  ]);
  const live = connections.filter(isLive);
  const count = `${live.length}${nextCursor ? " or more" : ""}`;
  return (
    <>
      <PageHeader
        title={<bdi>{actor.tenantName}</bdi>}
        description={`Your role here: ${ROLE_WORDS[actor.role]}.`}
      />
      <div className="grid gap-6">
        <NextStep actor={actor} upstreams={upstreams} hasOwn={live.some((one) => isOwn(one, actor))} />
        <Card title="What is connected">
          <KeyValue
            items={[
              ...(upstreams
                ? [{ key: "Trinity instances", value: <InstanceLinks slug={slug} upstreams={upstreams} /> }]
                : []),
              {
                key: can(actor.role, "connection:read-all") ? "Live connections" : "Your live connections",
                value: <TextLink href={`/o/${slug}/connections`}>{count}</TextLink>,
              },
            ]}
          />
        </Card>
        <AddressCard address={tenant.address} />
      </div>
    </>
  );
}

function InstanceLinks({ slug, upstreams }: { slug: string; upstreams: readonly UpstreamSummary[] }) {
  if (upstreams.length === 0) return <>None yet</>;
  return (
    <ul className="grid gap-2">
      {upstreams.map(({ id, name, status, problem }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <TextLink href={`/o/${slug}/instances/${id}`}>
            <bdi>{name}</bdi>
          </TextLink>
          <InstanceStatus status={status} problem={problem} />
        </li>
      ))}
    </ul>
  );
}

function isOwn({ person }: { person: { id: string } }, { personId }: MemberActor): boolean {
  return person.id === personId;
}
