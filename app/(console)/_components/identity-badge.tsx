import { BadgeCheck, Globe, MonitorSmartphone, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ClientIdentity } from "#lib/grants/schema.ts";
import { Badge } from "../../_ui/badge.tsx";

const MARKS = {
  verified: { tone: "ok", Icon: BadgeCheck },
  known: { tone: "info", Icon: Globe },
  registered: { tone: "warn", Icon: TriangleAlert },
  local: { tone: "warn", Icon: MonitorSmartphone },
} as const;

/** What was known of an app when it was allowed. */
export function IdentityBadge({ identity }: { identity: ClientIdentity }) {
  const t = useTranslations("ui.identity");
  const { tone, Icon } = MARKS[identity];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {t(identity)}
    </Badge>
  );
}
