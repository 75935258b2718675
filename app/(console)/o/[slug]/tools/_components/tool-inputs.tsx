import { useFormatter, useTranslations } from "next-intl";
import { Section } from "../../../../../_ui/section.tsx";
import { describeInputs } from "./describe-schema.ts";

/** An input schema as a list to read: name, type, whether it has to be given, what it says. */
export function ToolInputs({ schema }: { schema: unknown }) {
  const t = useTranslations("tools.detail");
  const format = useFormatter();
  const { inputs, more } = describeInputs(schema);
  return (
    <Section title={t("inputs")}>
      {inputs.length === 0 && <p className="text-muted">{t("noInputs")}</p>}
      <ul className="grid gap-3">
        {inputs.map(({ name, type, isRequired, description, values }) => (
          <li key={name} className="grid min-w-0 gap-0.5">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <code className="font-mono font-medium break-all">
                <bdi>{name}</bdi>
              </code>
              <span className="text-table break-words text-muted">{type}</span>
              {isRequired && <span className="text-table text-muted">{t("required")}</span>}
            </span>
            {description !== null && (
              <p className="max-w-[72ch] text-table break-words whitespace-pre-line">
                <bdi>{description}</bdi>
              </p>
            )}
            {values.length > 0 && (
              <p className="text-table break-words text-muted">
                {t("values", { values: format.list(values, "any") })}
              </p>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-muted">{t("moreInputs", { count: more })}</p>}
    </Section>
  );
}
