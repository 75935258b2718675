import "#server-only";

const QUARTER_MS = 900_000;

/**
 * Times of one zone as ISO 8601 with its offset ("2026-11-29T14:05:09.123+01:00"). Offsets change at quarters of an hour
 * at most, so each quarter is asked for once: a formatter a row would cost more than all else.
 */
export function localTimeIn(timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const offsets = new Map<number, { ms: number; text: string }>();
  const offsetAt = (at: Date) => {
    const quarter = Math.floor(at.getTime() / QUARTER_MS);
    const known = offsets.get(quarter);
    if (known) return known;
    const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
    const [, sign = "+", hours = "00", minutes = "00"] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    const ms = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
    const found = { ms, text: ms === 0 ? "+00:00" : `${sign}${hours}:${minutes}` };
    offsets.set(quarter, found);
    return found;
  };
  return (at) => {
    const { ms, text } = offsetAt(at);
    return new Date(at.getTime() + ms).toISOString().replace("Z", text);
  };
}
