import { useTranslations } from "next-intl";
import type { UpstreamSummary } from "#lib/upstreams/list-upstreams.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { InstanceStatus } from "../../instances/_components/instance-status.tsx";

/** Each instance and how it is. */
export function HealthStrip({ base, upstreams }: { base: string; upstreams: readonly UpstreamSummary[] }) {
  const t = useTranslations("overview.instances");
  return (
    <Card title={t("title")}>
      <ul className="flex flex-wrap gap-x-8 gap-y-3">
        {upstreams.map((upstream) => (
          <li key={upstream.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <TextLink href={`${base}/instances/${upstream.id}`}>
              <bdi>{upstream.name}</bdi>
            </TextLink>
            <InstanceStatus status={upstream.status} problem={upstream.problem} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
