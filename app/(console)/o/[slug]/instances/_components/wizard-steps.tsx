import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { SETUP_STEPS, type SetupStep } from "#lib/upstreams/schema.ts";
import { TextLink } from "../../../../../_ui/text-link.tsx";

export const STEPS = ["address", ...SETUP_STEPS] as const;
export type Step = (typeof STEPS)[number];

type WizardStepsProps = {
  current: Step;
  /** Where the steps are, once there is a draft; and how far it is. */
  base?: string | undefined;
  reached?: SetupStep | null | undefined;
};

/** The five steps of adding an instance; those done lead back. */
export function WizardSteps({ current, base, reached }: WizardStepsProps) {
  const t = useTranslations("instances.steps");
  const at = STEPS.indexOf(current);
  const far = reached === null || reached === undefined ? at : Math.max(at, STEPS.indexOf(reached));
  return (
    <nav aria-label={t("label")} className="mb-6">
      <p className="mb-2 text-muted sm:hidden">{t("current", { number: at + 1, name: t(current) })}</p>
      <ol className="hidden flex-wrap gap-x-6 gap-y-2 sm:flex">
        {STEPS.map((step, index) => (
          <li
            key={step}
            aria-current={step === current ? "step" : undefined}
            className="flex items-center gap-2 text-muted aria-[current]:font-semibold aria-[current]:text-ink"
          >
            <span className="grid size-6 place-items-center rounded-full border border-control text-xs tabular-nums">
              {index < at ? <Check aria-hidden="true" className="size-4 text-ok" /> : index + 1}
            </span>
            {base !== undefined && index !== at && index <= far ? (
              <TextLink href={`${base}/${step}`}>{t(step)}</TextLink>
            ) : (
              t(step)
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The step a draft goes on with. */
export function toNextStep(setup: SetupStep | null): Step {
  return setup ?? "tools";
}
