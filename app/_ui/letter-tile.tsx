import { joinClasses } from "./join-classes.ts";

type LetterTileProps = { name: string; size?: TileSize | undefined };
export type TileSize = keyof typeof TILE_SIZES;

export const TILE_SIZES = {
  small: "size-7 rounded-md text-xs",
  regular: "size-10 rounded-lg text-base",
  large: "size-16 rounded-lg text-xl",
};

/** Stands for an app or an organisation there is no picture of: the first letter of its name, for the eye only. */
export function LetterTile({ name, size = "regular" }: LetterTileProps) {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? "?";
  return (
    <span
      aria-hidden="true"
      className={joinClasses(
        "inline-grid shrink-0 place-items-center border bg-sunken font-semibold text-muted",
        TILE_SIZES[size],
      )}
    >
      <bdi>{letter.toLocaleUpperCase("en")}</bdi>
    </span>
  );
}
