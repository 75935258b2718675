import { BadgeCheck, Globe, MonitorSmartphone, TriangleAlert } from "lucide-react";
import type { ClientIdentity } from "#lib/grants/schema.ts";
import { Badge } from "../../_ui/badge.tsx";

const MARKS = {
  verified: { tone: "ok", Icon: BadgeCheck, word: "Verified publisher" },
  known: { tone: "info", Icon: Globe, word: "Known address" },
  registered: { tone: "warn", Icon: TriangleAlert, word: "Registered itself" },
  local: { tone: "warn", Icon: MonitorSmartphone, word: "On a computer" },
} as const;

/** What was known of an app when it was allowed. */
export function IdentityBadge({ identity }: { identity: ClientIdentity }) {
  const { tone, Icon, word } = MARKS[identity];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {word}
    </Badge>
  );
}
