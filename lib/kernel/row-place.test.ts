import { expect, test } from "vitest";
import { parsePlace, writePlace } from "./row-place.ts";

const ID = "0b0f7f0e-33a1-4a52-9d0a-6f4d53a8f0c1";

test.each([null, new Date(0), new Date(1_764_500_000_123)])(
  "a place at %s is read as it was written",
  (at) => {
    expect(parsePlace(writePlace({ id: ID, at }))).toEqual({ id: ID, at });
  },
);

test.each(["", "0", `-${ID}`, `1e3-${ID}`, `${"9".repeat(16)}-${ID}`, "12-x", `${ID}-12`, ID.toUpperCase()])(
  "what was not written here is no place: %s",
  (text) => expect(parsePlace(text)).toBeUndefined(),
);
