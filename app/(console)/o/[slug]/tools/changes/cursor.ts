import "#server-only";
import { isUuid } from "#lib/kernel/ids.ts";
import { isToolName } from "#lib/upstreams/schema.ts";

type Cursor = { place: string; name: string };

export function writeCursor({ place, name }: Cursor): string {
  return `${place}:${name}`;
}

/** Anything that was not written here begins at the beginning. */
export function readCursor(text: string | undefined): Cursor | undefined {
  const [place = "", name = ""] = text?.split(":", 2) ?? [];
  return isUuid(place) && isToolName(name) ? { place, name } : undefined;
}
