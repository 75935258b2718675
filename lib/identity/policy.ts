import "#server-only";

export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;
export const RESEND_SECONDS = 30;
export const SESSION_DAYS = 30;

/** Codes sent to one address; forgotten when a code is answered rightly. Five tries each: 100 guesses a day. */
export const CODES_PER_ADDRESS = [
  { name: "sign-in.codes-address-hour", points: 8, durationSeconds: 3600 },
  { name: "sign-in.codes-address-day", points: 20, durationSeconds: 86_400 },
] as const;
export const CODES_PER_PEER = { name: "sign-in.codes-peer", points: 30, durationSeconds: 900 } as const;
export const CHECKS_PER_PEER = { name: "sign-in.checks-peer", points: 60, durationSeconds: 900 } as const;

export function addMinutes(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

export function addSeconds(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}
