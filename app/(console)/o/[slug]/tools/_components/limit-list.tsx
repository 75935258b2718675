import { useFormatter, useTranslations } from "next-intl";
import type { ToolDetail } from "#lib/access/get-tool.ts";
import { findArgumentKind } from "#lib/catalog/narrow-schema.ts";
import { isObject } from "#lib/kernel/json.ts";
import { Button } from "../../../../../_ui/button.tsx";
import { Disclosure } from "../../../../../_ui/disclosure.tsx";
import { Section } from "../../../../../_ui/section.tsx";
import { LimitForm } from "./limit-form.tsx";
import { RemoveLimitsForm } from "./remove-limits-form.tsx";

type LimitListProps = { slug: string; row: ToolDetail; mayChange: boolean };

/** What arguments of a tool may be, for whom, and a form for one more. */
export function LimitList({ slug, row, mayChange }: LimitListProps) {
  const t = useTranslations("tools");
  const format = useFormatter();
  const { name, limits, definition, state } = row;
  const schema = definition["inputSchema"];
  const properties = isObject(schema) && isObject(schema["properties"]) ? schema["properties"] : {};
  const limitable = Object.keys(properties).filter((argument) => findArgumentKind(schema, argument) !== null);
  const isOpen = mayChange && state !== "gone";
  const list = (
    <>
      {limits.length === 0 && <p>{t("limits.none")}</p>}
      <ul className="grid gap-2">
        {limits.map(({ id, role, argument, allowed }) => (
          <li key={id} className="flex flex-wrap items-start justify-between gap-2">
            <span className="min-w-0 break-words">
              {t.rich("limits.item", {
                argument: () => (
                  <code className="font-mono">
                    <bdi>{argument}</bdi>
                  </code>
                ),
                role: t(`roles.${role}`),
                values: format.list(allowed, "any"),
              })}
            </span>
            {mayChange && (
              <Button
                type="submit"
                name="id"
                value={id}
                size="dense"
                tone="quiet"
                aria-label={t("limits.removeOne", { argument, role: t(`roles.${role}`) })}
              >
                {t("limits.remove")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
  return (
    <Section title={t("limits.title")}>
      <p className="max-w-[72ch] text-muted">{t("limits.text")}</p>
      {mayChange ? <RemoveLimitsForm slug={slug}>{list}</RemoveLimitsForm> : list}
      {isOpen && limitable.length === 0 && <p className="text-muted">{t("limits.notLimitable")}</p>}
      {isOpen && limitable.length > 0 && (
        <Disclosure summary={t("limits.add")}>
          <LimitForm slug={slug} tool={name} options={limitable} limits={limits} />
        </Disclosure>
      )}
    </Section>
  );
}
