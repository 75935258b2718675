import { useTranslations } from "next-intl";
import { TextDiff } from "../../../../../_ui/diff.tsx";
import { describePart, PARTS } from "./describe-schema.ts";

type Definition = { readonly [member: string]: unknown };

type DefinitionDiffProps = {
  label: string;
  /** Null for a tool that is new: all of it is shown. */
  before: Definition | null;
  after: Definition;
};

/** What of a definition differs, part by part; an instance's own text is shown as text, whatever is in it. */
export function DefinitionDiff({ label, before, after }: DefinitionDiffProps) {
  const t = useTranslations("tools.parts");
  const parts = PARTS.flatMap((part) => {
    const [was, is] = [before === null ? null : describePart(before, part), describePart(after, part)];
    return was === is || (before === null && is === null) ? [] : [{ part, was, is }];
  });
  return (
    <dl aria-label={label} className="grid gap-3">
      {parts.map(({ part, was, is }) => (
        <div key={part} className="grid min-w-0 gap-1">
          <dt className="text-table text-muted">{t(part)}</dt>
          <dd className="min-w-0">
            {before === null ? (
              <p className="max-h-80 overflow-auto rounded-md border bg-sunken p-2 font-mono text-xs break-words whitespace-pre-wrap">
                <bdi>{is}</bdi>
              </p>
            ) : (
              <TextDiff label={`${label}: ${t(part)}`} before={was ?? ""} after={is ?? ""} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
