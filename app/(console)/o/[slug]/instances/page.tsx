import { Server } from "lucide-react";
import type { Metadata } from "next";
import { can } from "#lib/kernel/permissions.ts";
import { listUpstreams, type UpstreamSummary } from "#lib/upstreams/list-upstreams.ts";
import { type Column, DataTable } from "../../../../_ui/data-table.tsx";
import { EmptyState } from "../../../../_ui/empty-state.tsx";
import { LinkButton } from "../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { RelativeTime } from "../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../_ui/text-link.tsx";
import { NoRight } from "../../../_components/no-right.tsx";
import { OutcomeBanner } from "../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../load-member.ts";
import { InstanceStatus } from "./_components/instance-status.tsx";
import { KeyFacts } from "./_components/key-facts.tsx";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/instances`);
  return { title: pageTitle("Instances", tenantName) };
}

export default async function InstancesPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/instances`;
  const actor = await loadMember(slug, base);
  if (!can(actor.role, "upstream:read")) {
    return (
      <>
        <PageHeader title="Instances" />
        <NoRight actor={actor} what="see this organisation’s Trinity instances" />
      </>
    );
  }
  const upstreams = await listUpstreams(actor, {});
  const add = can(actor.role, "upstream:write") && (
    <LinkButton href={`${base}/new`} tone="primary">
      Add instance
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title="Instances"
        description="The Trinity instances whose tools people here can use through Claude."
        actions={upstreams.length > 0 && add}
      />
      <OutcomeBanner query={await searchParams} texts={{ removed: "The instance is removed" }} />
      <DataTable
        caption="Trinity instances"
        isCaptionHidden
        columns={toColumns(base)}
        rows={upstreams}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            icon={<Server />}
            title="Your organisation’s Trinity instances will be here"
            action={add}
          >
            You need an instance’s address and one of its keys.
          </EmptyState>
        }
      />
    </>
  );
}

function toColumns(base: string): Column<UpstreamSummary>[] {
  return [
    {
      key: "name",
      header: "Name",
      cell: ({ id, name }) => (
        <TextLink href={`${base}/${id}`}>
          <bdi>{name}</bdi>
        </TextLink>
      ),
    },
    {
      key: "status",
      header: "Status",
      cell: ({ status, problem }) => <InstanceStatus status={status} problem={problem} />,
    },
    { key: "tools", header: "Tools", cell: ({ toolCounts }) => describeTools(toolCounts) },
    { key: "host", header: "Host", cell: ({ host }) => <span className="font-mono">{host}</span> },
    { key: "key", header: "Key", cell: ({ key }) => <KeyFacts upstreamKey={key} /> },
    {
      key: "checked",
      header: "Last test",
      cell: ({ checkedAt }) => (checkedAt ? <RelativeTime at={checkedAt} /> : "Never"),
    },
  ];
}

function describeTools({ approved, pending, off }: UpstreamSummary["toolCounts"]): string {
  const parts = [`${approved} on`];
  if (pending > 0) parts.push(`${pending} waiting`);
  if (off > 0) parts.push(`${off} off`);
  return parts.join(", ");
}
