const KEPT_MAX = 200;

const moments = new Map<string, Intl.DateTimeFormat>();
const distances = new Map<string, Intl.RelativeTimeFormat>();

/** How a moment is written; kept, because making one takes longer than all the writing of a row. */
export function getMomentFormat(
  locale: string,
  timeStyle: "short" | "medium",
  timeZone: string,
): Intl.DateTimeFormat {
  return keep(
    moments,
    `${locale} ${timeStyle} ${timeZone}`,
    () => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle, timeZone }),
  );
}

/** How a time of day is written, with its zone. */
export function getClockFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  const options = { hour: "numeric", minute: "2-digit", timeZoneName: "short", timeZone } as const;
  return keep(moments, `${locale} clock ${timeZone}`, () => new Intl.DateTimeFormat(locale, options));
}

/** How a distance in time is written. */
export function getDistanceFormat(locale: string): Intl.RelativeTimeFormat {
  return keep(distances, locale, () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
}

function keep<Format>(kept: Map<string, Format>, key: string, make: () => Format): Format {
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= KEPT_MAX) kept.clear();
  const made = make();
  kept.set(key, made);
  return made;
}
