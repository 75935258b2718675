import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getUpstream, type UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { OutcomeBanner } from "../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../load-member.ts";
import { FeatureList } from "./_components/feature-list.tsx";
import { InstanceFacts } from "./_components/instance-facts.tsx";
import { KeyAccessCard } from "./_components/key-access-card.tsx";
import { RemoveInstance } from "./_components/remove-instance.tsx";
import { ToolLists } from "./_components/tool-lists.tsx";

type Props = {
  params: Promise<{ slug: string; id: string }>;
  searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }>;
};

const DONE = {
  added: "The instance passed all three checks and is stored. Next: look at its tools",
  key: "The new key passed all three checks and is in use",
  approved: "The list of tools is approved",
  on: "The tool is on",
  off: "The tool is off for everybody",
  "keys-on": "Your organisation’s address takes keys of this instance",
  "keys-off": "No key is taken any more, and programs that came with one are cut off",
  "feature-on": "It is on for everybody whose connection includes “Other things to read”",
  "feature-off": "It is off for everybody",
};

const load = cache(async (actor: MemberActor, id: string): Promise<UpstreamDetail | null> => {
  try {
    return can(actor.role, "upstream:read") ? await getUpstream(actor, { id }) : null;
  } catch (error) {
    if (isDomainError(error, "not_found") || isDomainError(error, "invalid_input")) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id } = await params;
  const actor = await loadMember(slug, `/o/${slug}/instances/${id}`);
  const upstream = await load(actor, id);
  return { title: pageTitle(upstream?.name ?? "Instance", actor.tenantName) };
}

export default async function InstancePage({ params, searchParams }: Props) {
  const { slug, id } = await params;
  const actor = await loadMember(slug, `/o/${slug}/instances/${id}`);
  const upstream = await load(actor, id);
  const crumbs = [{ label: "Instances", href: `/o/${slug}/instances` }];
  if (!upstream) {
    return (
      <>
        <PageHeader title="Instance" crumbs={crumbs} />
        <NoRight actor={actor} what="see this organisation’s Trinity instances" />
      </>
    );
  }
  const mayChange = can(actor.role, "upstream:write");
  return (
    <>
      <PageHeader
        title={<bdi>{upstream.name}</bdi>}
        crumbs={crumbs}
        description={mayChange ? undefined : "Only owners and admins can change this."}
      />
      <OutcomeBanner query={await searchParams} texts={DONE} />
      <div className="grid gap-6">
        <InstanceFacts
          slug={slug}
          upstream={upstream}
          mayChange={mayChange}
          isOwner={actor.role === "owner"}
        />
        <FeatureList slug={slug} upstream={upstream} mayChange={mayChange} />
        <ToolLists slug={slug} upstream={upstream} mayChange={mayChange} />
        <KeyAccessCard actor={actor} id={id} mayChange={mayChange} />
        {mayChange && <RemoveInstance slug={slug} upstream={upstream} />}
      </div>
    </>
  );
}
