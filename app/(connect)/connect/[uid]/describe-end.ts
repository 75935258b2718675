import type { RequestLimit } from "#lib/oauth/find-request-end.ts";
import { currentTimeZone } from "../../../_http/current-person.ts";
import { readLocale } from "../../../_messages/read-locale.ts";
import { getClockFormat } from "../../../_ui/time-formats.ts";

/** Until when a request can be answered, as the browser is told it. */
export type RequestEnd = {
  at: string;
  /** The time of day in the person's zone, which it names. */
  clock: string;
  /** From now, so that the browser's clock need not be right. */
  secondsLeft: number;
  isExtendable: boolean;
};

/** The request's end, for whoever is asking now. */
export async function describeEnd({ endsAt, isExtendable }: RequestLimit): Promise<RequestEnd> {
  const [locale, timeZone] = await Promise.all([readLocale(), currentTimeZone()]);
  return {
    at: endsAt.toISOString(),
    clock: getClockFormat(locale, timeZone).format(endsAt),
    secondsLeft: Math.max(0, Math.round((endsAt.getTime() - Date.now()) / 1000)),
    isExtendable,
  };
}
