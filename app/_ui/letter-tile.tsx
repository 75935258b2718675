/** Stands for an app or an organisation we ship no icon for: the first letter of its name, for the eye only. */
export function LetterTile({ name }: { name: string }) {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? "?";
  return (
    <span
      aria-hidden="true"
      className="inline-grid size-10 shrink-0 place-items-center rounded-lg border bg-sunken text-base font-semibold text-muted"
    >
      <bdi>{letter.toLocaleUpperCase("en")}</bdi>
    </span>
  );
}
