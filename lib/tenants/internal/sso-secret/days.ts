import "#server-only";

/** A day, "2027-03-31", as the database keeps it: the date of that moment in UTC. */
export function fromDay(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00Z`);
}

export function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
