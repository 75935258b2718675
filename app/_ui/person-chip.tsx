type PersonChipProps = {
  name: string;
  /** Under the name, where it helps to tell people apart. */
  email?: string | undefined;
};

/** Somebody: the first letter, for the eye only, and the name. */
export function PersonChip({ name, email }: PersonChipProps) {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? "?";
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <span
        aria-hidden="true"
        className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text"
      >
        <bdi>{letter.toLocaleUpperCase("en")}</bdi>
      </span>
      <span className="grid min-w-0 sm:min-w-44">
        <bdi className="font-medium wrap-anywhere">{name}</bdi>
        {email && <bdi className="text-table font-normal wrap-anywhere text-muted">{email}</bdi>}
      </span>
    </span>
  );
}
