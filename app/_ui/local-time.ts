const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/;
const MINUTE_MS = 60_000;

/**
 * The moment that a `datetime-local` or `date` field means in that time zone; null for a text that is none. An hour that
 * the clocks skip is the one after; of one they repeat it is the first.
 */
export function parseLocalTime(text: string, timeZone: string): Date | null {
  const found = LOCAL.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1).map((part) => Number(part ?? 0));
  const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute);
  if (!toLocalTime(new Date(wall), "UTC").startsWith(text.slice(0, 10))) return null;
  // By the offset half a day before, which holds unless the clocks changed since; then by the one after the change,
  // unless no clock ever showed this time.
  const before = wall - offsetAt(wall - 12 * 60 * MINUTE_MS, timeZone);
  const after = wall - offsetAt(before, timeZone);
  return new Date(wall - offsetAt(after, timeZone) === after ? after : before);
}

/** A moment as a `datetime-local` field wants it: "2026-11-29T10:00", in that time zone. */
export function toLocalTime(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offsetAt(at.getTime(), timeZone)).toISOString().slice(0, 16);
}

function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(new Date(at));
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return wall - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
