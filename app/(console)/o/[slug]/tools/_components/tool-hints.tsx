import { useTranslations } from "next-intl";
import type { ToolDetail } from "#lib/access/get-tool.ts";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { type Hint, HINTS } from "#lib/catalog/terms.ts";
import { isObject } from "#lib/kernel/json.ts";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { Disclosure } from "../../../../../_ui/disclosure.tsx";
import { Section } from "../../../../../_ui/section.tsx";
import { HintsForm } from "./hints-form.tsx";

type ToolHintsProps = { slug: string; row: ToolDetail; mayChange: boolean };
type Row = { hint: Hint; theirs: boolean | null; ours: boolean; yours: boolean | null };

/** What the instance claims, what our catalogue says, and what an admin says instead. */
export function ToolHints({ slug, row, mayChange }: ToolHintsProps) {
  const t = useTranslations("tools.hints");
  const { id, name, tool, isLabelled, hintsReason, hintsVersion, definition, state } = row;
  const claimed = isObject(definition["annotations"]) ? definition["annotations"] : {};
  const ours = classifyTool({ name }).hints;
  const rows: Row[] = HINTS.map((hint) => {
    const claim = claimed[hint];
    return {
      hint,
      theirs: typeof claim === "boolean" ? claim : null,
      ours: ours[hint],
      yours: isLabelled ? tool.hints[hint] : null,
    };
  });
  const word = (says: boolean | null) => t(says === null ? "says.nothing" : says ? "says.yes" : "says.no");
  const columns: Column<Row>[] = [
    { key: "hint", header: t("hint"), cell: ({ hint }) => t(hint) },
    { key: "theirs", header: t("theirs"), isNarrow: true, cell: ({ theirs }) => word(theirs) },
    { key: "ours", header: t("ours"), isNarrow: true, cell: (one) => word(one.ours) },
    ...(isLabelled
      ? [{ key: "yours", header: t("yours"), isNarrow: true, cell: ({ yours }: Row) => word(yours) }]
      : []),
  ];
  return (
    <Section title={t("title")}>
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      <DataTable
        caption={t("title")}
        isCaptionHidden
        columns={columns}
        rows={rows}
        rowKey={({ hint }) => hint}
      />
      {hintsReason !== null && (
        <p className="break-words">{t.rich("reasonIs", { reason: () => <bdi>{hintsReason}</bdi> })}</p>
      )}
      {mayChange && state !== "gone" && (
        <Disclosure summary={t("change")}>
          <HintsForm
            slug={slug}
            tool={{ id, version: hintsVersion, hints: tool.hints, reason: hintsReason, isLabelled }}
          />
        </Disclosure>
      )}
    </Section>
  );
}
