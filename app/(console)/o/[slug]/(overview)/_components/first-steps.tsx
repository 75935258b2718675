import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Overview } from "#lib/activity/get-overview.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { ActionForm } from "../../../../_components/action-form.tsx";
import { closeFirstSteps } from "../../actions.ts";
import { type FirstStep, toFirstSteps } from "../../to-steps.ts";

/** What a new organisation, or a new member, does first: ticked by what happened, until all is done or it is hidden. */
export function FirstSteps({ actor, steps }: { actor: MemberActor; steps: Overview["steps"] }) {
  const t = useTranslations("overview.steps");
  const list = toFirstSteps(actor.role, steps);
  const done = list.filter(({ isDone }) => isDone).length;
  if (steps.isClosed || done === list.length) return null;
  const next = list.find(({ isDone }) => !isDone)?.key;
  return (
    <Card title={t("title")}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">
          {t("progress", { done, count: list.length })}.{" "}
          <TextLink href={toQuickStart(actor.role)}>{t("docs")}</TextLink>
        </p>
        <ActionForm action={closeFirstSteps} hidden={{ slug: actor.tenantSlug }}>
          <SubmitButton tone="quiet" size="dense">
            {t("close")}
          </SubmitButton>
        </ActionForm>
      </div>
      <ol className="grid gap-4">
        {list.map((step) => (
          <Step key={step.key} step={step} isNext={step.key === next} base={`/o/${actor.tenantSlug}`} />
        ))}
      </ol>
    </Card>
  );
}

function toQuickStart(role: Role): string {
  return role === "owner" || role === "admin" ? "/docs/quick-start-admins" : "/docs/quick-start-members";
}

function Step({
  step: { key, isDone, path },
  isNext,
  base,
}: {
  step: FirstStep;
  isNext: boolean;
  base: string;
}) {
  const t = useTranslations("overview.steps");
  const Icon = isDone ? CircleCheck : CircleDashed;
  return (
    <li className="flex items-start gap-3">
      <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${isDone ? "text-ok" : "text-muted"}`} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex flex-wrap gap-x-3">
          <span className={isDone ? "text-muted" : "font-medium"}>{t(`${key}.title`)}</span>
          <span className="text-table text-muted">{t(isDone ? "done" : "open")}</span>
        </p>
        {!isDone && <p className="max-w-[72ch] text-muted">{t(`${key}.text`)}</p>}
        {isNext && (
          <p className="mt-2">
            <LinkButton href={`${base}${path}`} tone="primary">
              {t(`${key}.action`)}
            </LinkButton>
          </p>
        )}
      </div>
    </li>
  );
}
