import { joinClasses } from "./join-classes.ts";
import { LetterTile, TILE_SIZES, type TileSize } from "./letter-tile.tsx";

type OrganisationTileProps = {
  name: string;
  /** Where its members find its logo: of our own origin, as `toLogoPath` makes it. */
  logo?: string | undefined;
  size?: TileSize | undefined;
};

/** Stands before an organisation's name, for the eye only: its logo on the same ground in both themes, or a letter. */
export function OrganisationTile({ name, logo, size = "small" }: OrganisationTileProps) {
  if (logo === undefined) return <LetterTile name={name} size={size} />;
  return (
    // oxlint-disable-next-line nextjs/no-img-element -- the optimiser asks for it without the browser's session
    <img
      src={logo}
      alt=""
      width={128}
      height={128}
      loading="lazy"
      decoding="async"
      className={joinClasses("shrink-0 border bg-paper object-contain", TILE_SIZES[size])}
    />
  );
}
