import { BadgeCheck, Globe, MonitorSmartphone, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ClientIdentity } from "#lib/grants/schema.ts";
import { Badge } from "../../_ui/badge.tsx";

// One element of each for all rows: React sends it once and refers to it.
const MARKS = {
  verified: { tone: "ok", icon: <BadgeCheck aria-hidden="true" /> },
  known: { tone: "info", icon: <Globe aria-hidden="true" /> },
  registered: { tone: "warn", icon: <TriangleAlert aria-hidden="true" /> },
  local: { tone: "warn", icon: <MonitorSmartphone aria-hidden="true" /> },
} as const;

/** What was known of an app when it was allowed. */
export function IdentityBadge({ identity }: { identity: ClientIdentity }) {
  const t = useTranslations("ui.identity");
  const { tone, icon } = MARKS[identity];
  return (
    <Badge tone={tone} icon={icon}>
      {t(identity)}
    </Badge>
  );
}
