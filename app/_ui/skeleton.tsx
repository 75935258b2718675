import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** A grey place holder; nothing is drawn in the first 400 ms, so quick pages do not flicker. */
function Bar({ className }: { className: string }) {
  return <span className={`block animate-appear rounded-sm bg-sunken ${className}`} />;
}

/** Around the parts of a skeleton: says once that the page is coming. */
export function Loading({ children }: { children: ReactNode }) {
  const t = useTranslations("ui.loading");
  return (
    <div aria-busy="true">
      <p role="status" className="sr-only">
        {t("page")}
      </p>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** In the place of a PageHeader. */
export function HeaderSkeleton() {
  return (
    <div className="mb-6 grid gap-2">
      <Bar className="h-7 w-48" />
      <Bar className="h-5 w-full max-w-md" />
    </div>
  );
}

/** In the place of a FilterBar. */
function FilterSkeleton({ count }: { count: number }) {
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      {Array.from({ length: count }, (_one, index) => (
        <Bar key={index} className="h-9 min-w-36 flex-1 basis-36 sm:max-w-64" />
      ))}
    </div>
  );
}

/** In the place of a DataTable: rows of the height they will have. */
export function TableSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className="rounded-lg border bg-surface">
      <div className="h-9 border-b bg-sunken" />
      {Array.from({ length: rows }, (_one, index) => (
        <div key={index} className="flex h-(--row-height) items-center gap-4 border-b px-4 last:border-b-0">
          <Bar className="h-4 w-1/4" />
          <Bar className="h-4 w-1/3" />
          <Bar className="ms-auto h-4 w-16" />
        </div>
      ))}
    </div>
  );
}

/** In the place of a page that is one table, with so many filters above it. */
export function ListSkeleton({ filters, rows }: { filters: number; rows?: number }) {
  return (
    <>
      <FilterSkeleton count={filters} />
      <TableSkeleton {...(rows && { rows })} />
    </>
  );
}

/** In the place of a Card with that many lines. */
export function CardSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="grid gap-4 rounded-lg border bg-surface p-4">
      <Bar className="h-6 w-40" />
      {Array.from({ length: lines }, (_one, index) => (
        <Bar key={index} className="h-5 w-full max-w-lg" />
      ))}
    </div>
  );
}
