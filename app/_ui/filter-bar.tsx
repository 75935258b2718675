import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import Form from "next/form";
import Link from "next/link";
import { type ReactNode, useId } from "react";
import { Button } from "./button.tsx";
import { CUSTOM, DateRange, type Span } from "./date-range.tsx";
import { FilterValue } from "./filter-words.tsx";
import { Input } from "./input.tsx";
import { toHref } from "./query.ts";
import { readDisplay } from "./read-display.ts";
import { SearchKey } from "./search-key.tsx";
import { type Option, Select } from "./select.tsx";
import { TextLink } from "./text-link.tsx";

export type Filter = {
  /** The parameter in the address. */
  name: string;
  label: string;
  /** What it is now, if anything. */
  value?: string | undefined;
  /** A list to choose from (without the empty choice, which is `anyLabel`); else text, or a date. */
  options?: readonly Option[] | undefined;
  anyLabel?: string | undefined;
  /** What `anyLabel` stands for lets not everything through either. */
  isAlwaysOn?: boolean | undefined;
  /** Of a DateRange: what is typed for its choice `custom`. */
  span?: Span | undefined;
  type?: "search" | undefined;
};

type FilterBarProps = {
  /** The page's own path. */
  path: string;
  filters: readonly Filter[];
  /** Parameters that stay: the view, the sort. */
  keep?: Readonly<Record<string, string | undefined>> | undefined;
  /** Beside the filters: the list's ViewMenu. */
  menu?: ReactNode;
};

/** Filters as a form whose outcome is the address: it can be sent to somebody, and works without scripts. */
export function FilterBar({ path, filters, keep = {}, menu }: FilterBarProps) {
  const t = useTranslations("ui.filters");
  const values = { ...keep, ...Object.fromEntries(filters.flatMap(toParams)) };
  const active = filters.filter(({ value }) => value);
  const search = filters.find(({ options }) => !options);
  return (
    <div role="search" aria-label={t("label")} className="mb-4 grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Form action={path} className="flex min-w-0 grow basis-64 flex-wrap items-end gap-3">
          {Object.entries(keep).map(
            ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
          )}
          {filters.map((filter) => (
            <FilterControl
              key={`${filter.name} ${filter.value}`}
              filter={filter}
              isSearch={filter === search}
            />
          ))}
          <Button type="submit">{t("apply")}</Button>
        </Form>
        {menu}
      </div>
      {active.length > 0 && (
        <ul className="flex flex-wrap items-center gap-2">
          {active.map((filter) => (
            <li key={filter.name}>
              <Link
                href={toHref(path, { ...values, ...toNothing(filter) })}
                prefetch={false}
                className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-sm bg-accent-soft px-2 text-table text-accent-text hover:underline pointer-coarse:min-h-11"
              >
                <span className="sr-only">{t("remove")} </span>
                <span className="min-w-0 break-words">
                  {filter.label}:{" "}
                  <bdi>
                    <FilterValue filter={filter} />
                  </bdi>
                </span>
                <X aria-hidden="true" className="size-4 shrink-0" />
              </Link>
            </li>
          ))}
          <li>
            <TextLink href={toHref(path, keep)}>{t("clear")}</TextLink>
          </li>
        </ul>
      )}
    </div>
  );
}

/** A filter as the address has it. */
function toParams({ name, value, span }: Filter): [string, string | undefined][] {
  if (!span || value !== CUSTOM) return [[name, value]];
  return [
    [name, value],
    ["from", span.from.value],
    ["to", span.to.value],
  ];
}

/** What the address has of it once it is taken away. */
function toNothing({ name, span }: Filter): Record<string, undefined> {
  return { [name]: undefined, ...(span && { from: undefined, to: undefined }) };
}

/** The first field of a bar that is typed in is the page's search. */
function FilterControl({ filter, isSearch }: { filter: Filter; isSearch: boolean }) {
  const { name, label, value, options, anyLabel, span, type = "search" } = filter;
  const t = useTranslations("ui.filters");
  const id = useId();
  const choices = options && [{ value: "", label: anyLabel ?? t("any") }, ...options];
  if (span && choices)
    return <DateRange {...{ id, name, label, span }} value={value ?? ""} options={choices} />;
  return (
    <div className="grid max-w-full min-w-36 flex-1 basis-36 grid-cols-[minmax(0,1fr)] gap-1 sm:max-w-64">
      <span className="flex items-center justify-between gap-2 text-table text-muted">
        <label htmlFor={id}>{label}</label>
        {isSearch && <SearchKeyIfOn fieldId={id} />}
      </span>
      {choices ? (
        <Select id={id} name={name} defaultValue={value ?? ""} options={choices} />
      ) : (
        <Input id={id} type={type} name={name} defaultValue={value} autoComplete="off" maxLength={200} />
      )}
    </div>
  );
}

async function SearchKeyIfOn({ fieldId }: { fieldId: string }) {
  const { shortcuts } = await readDisplay();
  return shortcuts === "on" && <SearchKey fieldId={fieldId} />;
}
