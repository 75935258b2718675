import { useTranslations } from "next-intl";
import { diffLines } from "./diff-lines.ts";
import { joinClasses } from "./join-classes.ts";

/** `label` is the name of a field as the record has it, the same in every language. */
export type Change = { label: string; before?: string | undefined; after?: string | undefined };

/** What values were and became, one change a block: minus and plus and the words say which is which. */
export function Diff({ label, changes }: { label: string; changes: readonly Change[] }) {
  return (
    <dl aria-label={label} className="grid gap-3">
      {changes.map(({ label: name, before, after }) => (
        <div key={name} className="grid gap-1">
          <dt className="text-table break-words text-muted">
            <bdi>{name}</bdi>
          </dt>
          <dd className="overflow-hidden rounded-md border font-mono text-xs">
            {before !== undefined && before !== after && <Line sign="removed" text={before} />}
            {after !== undefined && <Line sign={before === after ? "same" : "added"} text={after} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Two versions of a text, line by line. */
export function TextDiff({ label, before, after }: { label: string; before: string; after: string }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="overflow-x-auto rounded-md border font-mono text-xs"
    >
      {diffLines(before, after).map(({ sign, text }, index) => (
        <Line key={`${index} ${sign}`} sign={sign} text={text} />
      ))}
    </div>
  );
}

const LOOKS = {
  added: "bg-ok-soft text-ok",
  removed: "bg-danger-soft text-danger",
  same: "text-muted",
};
const SIGNS = { added: "+", removed: "−", same: " " };

function Line({ sign, text }: { sign: "added" | "removed" | "same"; text: string }) {
  const t = useTranslations("ui.diff");
  return (
    <p className={joinClasses("flex gap-2 px-2 py-1", LOOKS[sign])}>
      <span aria-hidden="true" className="w-2 shrink-0">
        {SIGNS[sign]}
      </span>
      {sign !== "same" && <span className="sr-only">{t(sign)} </span>}
      <bdi className="min-w-0 break-words whitespace-pre-wrap">{text === "" ? t("empty") : text}</bdi>
    </p>
  );
}
