import type { ReactNode } from "react";

/** A flat, bordered group with its own h2; `tone="danger"` for the group at a page's end that cannot be undone. */
export function Card({ title, tone, children }: { title?: ReactNode; tone?: "danger"; children: ReactNode }) {
  return (
    <section
      className={`grid grid-cols-[minmax(0,1fr)] gap-4 rounded-lg border bg-surface p-4 ${tone ? "border-danger" : ""}`}
    >
      {title && <h2 className="text-base font-semibold">{title}</h2>}
      {children}
    </section>
  );
}
