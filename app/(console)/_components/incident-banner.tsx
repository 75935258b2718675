import type { Incident } from "#lib/operators/list-incidents.ts";
import { Banner } from "../../_ui/banner.tsx";

const TONES = { degraded: "warn", partial: "warn", major: "danger", maintenance: "info" } as const;

/** What the operators tell everybody of an incident that goes on: its title and the newest update, in their words. */
export function IncidentBanner({ incident: { title, impact, updates } }: { incident: Incident }) {
  const [newest] = updates;
  return (
    <Banner tone={TONES[impact]} title={<bdi>{title}</bdi>}>
      {newest && (
        <p className="whitespace-pre-line">
          <bdi>{newest.text}</bdi>
        </p>
      )}
    </Banner>
  );
}
