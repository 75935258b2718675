import { useTranslations } from "next-intl";
import type { CallDetail } from "#lib/activity/get-tool-call.ts";
import { toCallResult } from "#lib/activity/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { Code } from "../../../../../_ui/code.tsx";
import { Section } from "../../../../../_ui/section.tsx";
import { CallFacts, CallerFacts } from "./call-facts.tsx";
import { CallTimeline } from "./call-timeline.tsx";
import { MoreLikeIt } from "./more-like-it.tsx";
import { ResultDot } from "./result-dot.tsx";

/** All there is to know about one call, beside the list or on a page of its own. */
export function CallDetails({ call, actor }: { call: CallDetail; actor: MemberActor }) {
  const t = useTranslations("activity.call");
  const slug = actor.tenantSlug;
  return (
    <div className="grid min-w-0 gap-6">
      <div>
        <ResultDot result={toCallResult(call)} />
      </div>
      <Section title={t("how")}>
        <CallTimeline call={call} />
      </Section>
      <MoreLikeIt call={call} base={`/o/${slug}/activity`} />
      <Section title={t("who")}>
        <CallerFacts call={call} slug={slug} />
      </Section>
      <Section title={t("what")}>
        <CallFacts call={call} slug={slug} canOpenInstances={can(actor.role, "upstream:read")} />
      </Section>
      <Section title={t("arguments")}>
        {call.argumentsText === null ? (
          <p className="text-muted">{t("argumentsOff")}</p>
        ) : (
          <>
            <p className="text-muted">{t("argumentsHint")}</p>
            <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t("arguments")}>
              <Code>{call.argumentsText}</Code>
            </div>
          </>
        )}
      </Section>
    </div>
  );
}
