import type { Metadata } from "next";
import { can } from "#lib/kernel/permissions.ts";
import { requireRecentSignIn } from "../../../../../_http/require-recent-sign-in.ts";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { InstanceForm } from "./_components/instance-form.tsx";

/** A key is about to be entered, so the sign-in is fresh. */
const PAGE_MINUTES = 30;

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/instances/new`);
  return { title: pageTitle("Add instance", tenantName) };
}

export default async function NewInstancePage({ params }: Props) {
  const { slug } = await params;
  const actor = await loadMember(slug, `/o/${slug}/instances/new`);
  if (can(actor.role, "upstream:write")) await requireRecentSignIn(PAGE_MINUTES, `/o/${slug}/instances/new`);
  return (
    <>
      <PageHeader
        title="Add a Trinity instance"
        crumbs={[{ label: "Instances", href: `/o/${slug}/instances` }]}
        description="It is called three times before it is stored: without a key, with the key, and for its list of tools."
      />
      {can(actor.role, "upstream:write") ? (
        <InstanceForm slug={slug} isOwner={actor.role === "owner"} />
      ) : (
        <NoRight actor={actor} what="add Trinity instances" />
      )}
    </>
  );
}
