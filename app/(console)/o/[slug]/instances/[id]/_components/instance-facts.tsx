import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { BEARER_HEADER } from "#lib/upstreams/schema.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { InstanceStatus } from "../../_components/instance-status.tsx";
import { KeyFacts } from "../../_components/key-facts.tsx";
import { KeyForm } from "./key-form.tsx";
import { TestForm } from "./test-form.tsx";

type InstanceFactsProps = { slug: string; upstream: UpstreamDetail; mayChange: boolean; isOwner: boolean };

const TRANSPORTS = {
  http: "Streamable HTTP",
  sse: "HTTP+SSE, the transport of old MCP servers",
} satisfies Record<UpstreamDetail["transport"], string>;

export function InstanceFacts({ slug, upstream, mayChange, isOwner }: InstanceFactsProps) {
  const { id, url, apiUrl, transport, keyHeader, status, problem, problemSince, checkedAt } = upstream;
  return (
    <Card title="Health and key">
      <KeyValue
        items={[
          {
            key: "Status",
            value: (
              <span className="flex flex-wrap items-center gap-x-3">
                <InstanceStatus status={status} problem={problem} />
                {problemSince && (
                  <span className="text-muted">
                    since <RelativeTime at={problemSince} />
                  </span>
                )}
              </span>
            ),
          },
          { key: "MCP address", value: <span className="font-mono break-all">{url}</span> },
          {
            key: "Backend address",
            value: apiUrl ? <span className="font-mono break-all">{apiUrl}</span> : "Not given",
          },
          { key: "Key", value: <KeyFacts upstreamKey={upstream.key} /> },
          {
            key: "The key goes in",
            value: (
              <span className="font-mono break-all">
                {keyHeader === BEARER_HEADER ? "Authorization" : keyHeader}
              </span>
            ),
          },
          { key: "Spoken to over", value: TRANSPORTS[transport] },
          { key: "Last test", value: checkedAt ? <RelativeTime at={checkedAt} /> : "Never" },
        ]}
      />
      {mayChange && (
        <>
          <TestForm slug={slug} id={id} />
          <KeyForm slug={slug} id={id} isOwner={isOwner} />
        </>
      )}
    </Card>
  );
}
