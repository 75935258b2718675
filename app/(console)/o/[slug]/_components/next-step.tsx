import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import type { UpstreamSummary } from "#lib/upstreams/list-upstreams.ts";
import { Banner } from "../../../../_ui/banner.tsx";
import { LinkButton } from "../../../../_ui/link-button.tsx";

type NextStepProps = { actor: MemberActor; upstreams: readonly UpstreamSummary[] | null; hasOwn: boolean };

/** The one thing to do next, as far as this role can do it; nothing when all is set up. */
export function NextStep({ actor, upstreams, hasOwn }: NextStepProps) {
  const base = `/o/${actor.tenantSlug}/instances`;
  if (upstreams && can(actor.role, "upstream:write")) {
    if (upstreams.length === 0) {
      return (
        <Banner
          tone="info"
          title="Next: add your Trinity instance"
          action={
            <LinkButton href={`${base}/new`} tone="primary">
              Add instance
            </LinkButton>
          }
        >
          You need its address and one of its keys. It takes a minute.
        </Banner>
      );
    }
    const waiting = upstreams.find(({ toolCounts }) => toolCounts.pending > 0);
    if (waiting) {
      return (
        <Banner
          tone="warn"
          title={`Next: look at ${waiting.toolCounts.pending} waiting tools`}
          action={
            <LinkButton href={`${base}/${waiting.id}`} tone="primary">
              Look at them
            </LinkButton>
          }
        >
          Nobody can use a tool before you approve it.
        </Banner>
      );
    }
  }
  if (hasOwn) return null;
  return (
    <Banner tone="info" title="Next: connect your own Claude">
      Copy the address below into Claude, sign in there and choose what it may use.
    </Banner>
  );
}
