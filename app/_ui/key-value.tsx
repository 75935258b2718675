import type { ReactNode } from "react";

type KeyValueProps = { items: readonly { key: string; value: ReactNode }[] };

/** Facts as a description list: beside each other where there is room, stacked on a phone. */
export function KeyValue({ items }: KeyValueProps) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ key, value }) => (
        <div key={key} className="grid gap-x-6 gap-y-1 py-3 first:pt-0 last:pb-0 sm:grid-cols-[12rem_1fr]">
          <dt className="text-muted">{key}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
