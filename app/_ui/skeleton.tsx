type SkeletonProps = {
  /** What is being loaded, for those who cannot see the bars: "Loading connections". */
  label: string;
  rows?: number | undefined;
};

/** Keeps the final height of a list (44 px a row); the bars appear only when loading takes longer than 400 ms. */
export function Skeleton({ label, rows = 5 }: SkeletonProps) {
  return (
    <div role="status" className="overflow-hidden rounded-lg border bg-surface">
      <span className="sr-only">{label}</span>
      <div aria-hidden="true" className="skeleton-appear divide-y divide-line">
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex h-11 items-center gap-6 px-4">
            <span className="h-3 w-1/4 rounded-sm bg-line" />
            <span className="h-3 w-1/3 rounded-sm bg-line" />
          </div>
        ))}
      </div>
    </div>
  );
}
