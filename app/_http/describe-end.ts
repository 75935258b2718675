import { readLocale } from "../_messages/read-locale.ts";
import { getClockFormat } from "../_ui/time-formats.ts";
import type { TimedEnd } from "../_ui/timed-end.ts";
import { currentTimeZone } from "./current-person.ts";

/** An end, for whoever is asking now. */
export async function describeEnd({
  endsAt,
  isExtendable,
}: {
  endsAt: Date;
  isExtendable: boolean;
}): Promise<TimedEnd> {
  const [locale, timeZone] = await Promise.all([readLocale(), currentTimeZone()]);
  return {
    at: endsAt.toISOString(),
    clock: getClockFormat(locale, timeZone).format(endsAt),
    secondsLeft: Math.max(0, Math.round((endsAt.getTime() - Date.now()) / 1000)),
    isExtendable,
  };
}
