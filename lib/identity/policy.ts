import "#server-only";

export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;
export const RESEND_SECONDS = 30;
export const SESSION_DAYS = 30;
/** In its last minutes one press gives a session so many hours more, so often (WCAG 2.2, 2.2.1). */
export const SESSION_LAST_MINUTES = 5;
export const SESSION_EXTENSION_HOURS = 1;
export const SESSION_EXTENSIONS_MAX = 10;
/** How long what expired stays: sessions, codes, address changes, spent answers. */
export const EXPIRED_SIGN_IN_HOURS = 24;
/** How long the steps of a sign-in may take, in the cookies of the browser, and how long it is known there afterwards. */
export const SIGN_IN_MINUTES = 15;
export const KNOWN_BROWSER_DAYS = 365;
/** After its last sign-in an account that belongs to no organisation stays that long. */
export const UNUSED_ACCOUNT_DAYS = 90;

/** Codes sent to one address; forgotten when a code is answered rightly. Five tries each: 100 guesses a day. */
export const CODES_PER_ADDRESS = [
  { name: "sign-in.codes-address-hour", points: 8, durationSeconds: 3600 },
  { name: "sign-in.codes-address-day", points: 20, durationSeconds: 86_400 },
] as const;
/** Of these one network may spend no more than this, so that it alone keeps nobody else from their codes. */
export const CODES_PER_ADDRESS_AND_PEER = {
  name: "sign-in.codes-address-peer",
  points: 5,
  durationSeconds: 3600,
} as const;
export const CODES_PER_PEER = { name: "sign-in.codes-peer", points: 30, durationSeconds: 900 } as const;
export const CHECKS_PER_PEER = { name: "sign-in.checks-peer", points: 60, durationSeconds: 900 } as const;

export function addMinutes(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

export function addSeconds(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}

/** Until when a press lets a session last; null where it has been given all it may get. */
export function toLaterEnd({ signedInAt, endsAt }: { signedInAt: Date; endsAt: Date }): Date | null {
  const hours = SESSION_DAYS * 24 + SESSION_EXTENSIONS_MAX * SESSION_EXTENSION_HOURS;
  const last = addMinutes(signedInAt, hours * 60);
  // It began by the database's clock and ends by ours: what the two differ by is not worth a press.
  if (last < addMinutes(endsAt, SESSION_LAST_MINUTES)) return null;
  const later = addMinutes(endsAt, SESSION_EXTENSION_HOURS * 60);
  return later < last ? later : last;
}

/** What one browser may ask for an address that signed in there before; strangers never spend it. */
export const CODES_PER_DEVICE = [
  { name: "sign-in.codes-device-hour", points: 8, durationSeconds: 3600 },
  { name: "sign-in.codes-device-day", points: 20, durationSeconds: 86_400 },
] as const;
export const PROVIDERS_PER_PEER = {
  name: "sign-in.providers-peer",
  points: 60,
  durationSeconds: 900,
} as const;

/** Accounts that did not exist before: from one network, and in all. */
export const NEW_PEOPLE_PER_PEER = {
  name: "sign-in.new-people-peer",
  points: 20,
  durationSeconds: 3600,
} as const;
export const NEW_PEOPLE = { name: "sign-in.new-people", points: 2000, durationSeconds: 3600 } as const;

export const ADDRESS_CHANGES_PER_PERSON = {
  name: "address-change.codes-person",
  points: 5,
  durationSeconds: 86_400,
} as const;
export const ADDRESS_CHANGES_PER_ADDRESS = {
  name: "address-change.codes-address",
  points: 5,
  durationSeconds: 86_400,
} as const;

/** The longest a sign-in may be ago, in minutes, for what cannot be taken back. */
export const RECENT_MINUTES = 15;

/** How long a reviewer's code may be good for, and how many may be at a time. */
export const REVIEWER_DAYS_MAX = 90;
export const REVIEWER_CODES_MAX = 5;
/** Wrong codes of the reviewer from one network: 125 bits need no more than that nobody keeps us busy. */
export const REVIEWER_TRIES_PER_PEER = {
  name: "sign-in.reviewer-peer",
  points: 10,
  durationSeconds: 900,
} as const;
