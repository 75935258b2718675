import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import Form from "next/form";
import Link from "next/link";
import { useId } from "react";
import { Button } from "./button.tsx";
import { describeFilter } from "./filter-words.tsx";
import { Input } from "./input.tsx";
import { toHref } from "./query.ts";
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
  type?: "search" | "date" | "datetime-local" | undefined;
};

type FilterBarProps = {
  /** The page's own path. */
  path: string;
  filters: readonly Filter[];
  /** Parameters that stay: the view, the sort. */
  keep?: Readonly<Record<string, string | undefined>> | undefined;
};

/** Filters as a form whose outcome is the address: it can be sent to somebody, and works without scripts. */
export function FilterBar({ path, filters, keep = {} }: FilterBarProps) {
  const t = useTranslations("ui.filters");
  const values = { ...keep, ...Object.fromEntries(filters.map(({ name, value }) => [name, value])) };
  const active = filters.filter(({ value }) => value);
  return (
    <div role="search" aria-label={t("label")} className="mb-4 grid gap-3">
      <Form action={path} className="flex flex-wrap items-end gap-3">
        {Object.entries(keep).map(
          ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
        )}
        {filters.map((filter) => (
          <FilterControl key={`${filter.name} ${filter.value}`} filter={filter} />
        ))}
        <Button type="submit">{t("apply")}</Button>
      </Form>
      {active.length > 0 && (
        <ul className="flex flex-wrap items-center gap-2">
          {active.map((filter) => (
            <li key={filter.name}>
              <Link
                href={toHref(path, { ...values, [filter.name]: undefined })}
                prefetch={false}
                className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-sm bg-accent-soft px-2 text-table text-accent-text hover:underline pointer-coarse:min-h-11"
              >
                <span className="sr-only">{t("remove")} </span>
                <span className="min-w-0 break-words">
                  {filter.label}: <bdi>{describeFilter(filter)}</bdi>
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

function FilterControl({ filter }: { filter: Filter }) {
  const { name, label, value, options, anyLabel, type = "search" } = filter;
  const t = useTranslations("ui.filters");
  const id = useId();
  return (
    <div className="grid max-w-full min-w-36 flex-1 basis-36 grid-cols-[minmax(0,1fr)] gap-1 sm:max-w-64">
      <label htmlFor={id} className="text-table text-muted">
        {label}
      </label>
      {options ? (
        <Select
          id={id}
          name={name}
          defaultValue={value ?? ""}
          options={[{ value: "", label: anyLabel ?? t("any") }, ...options]}
        />
      ) : (
        <Input id={id} type={type} name={name} defaultValue={value} autoComplete="off" maxLength={200} />
      )}
    </div>
  );
}
