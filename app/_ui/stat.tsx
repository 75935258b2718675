import Link from "next/link";
import type { ReactNode } from "react";

type StatProps = {
  label: string;
  value: ReactNode;
  /** What it is compared to, or since when. */
  note?: ReactNode;
  href?: string | undefined;
};

/** One number with its name; the whole tile is the link where there is one. */
export function Stat({ label, value, note, href }: StatProps) {
  return (
    <div className="relative grid content-start gap-1 rounded-lg border bg-surface p-4 has-[a:hover]:bg-sunken">
      <p className="text-table text-muted">
        {href ? (
          <Link
            href={href}
            prefetch={false}
            className="after:absolute after:inset-0 after:rounded-lg hover:underline"
          >
            {label}
          </Link>
        ) : (
          label
        )}
      </p>
      <p className="text-xl font-semibold tabular-nums">{value}</p>
      {note && <p className="text-table text-muted">{note}</p>}
    </div>
  );
}
