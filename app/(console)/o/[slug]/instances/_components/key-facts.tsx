import type { Upstream } from "#lib/upstreams/list-upstreams.ts";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";

const KINDS: Record<NonNullable<Upstream["key"]>["kind"], string> = {
  user: "Key of a user",
  agent: "Key of an agent",
  system: "System key",
  connector: "Connector key",
  unknown: "Kind unknown",
};

/** All that is ever shown of a key: kind, whom it acts as, last four characters, age. */
export function KeyFacts({ upstreamKey }: { upstreamKey: Upstream["key"] }) {
  if (!upstreamKey) return <>No key</>;
  const { kind, actsAs, lastFour, createdAt } = upstreamKey;
  return (
    <span className="inline-block min-w-56">
      {KINDS[kind]}
      {actsAs && (
        <>
          , acts as <bdi className="break-all">{actsAs}</bdi>
        </>
      )}
      , ends in <span className="font-mono">{lastFour}</span>, stored <RelativeTime at={createdAt} />
    </span>
  );
}
