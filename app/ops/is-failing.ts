type Turn = { endedAt: Date | null; failedAt: Date | null };

/** Whether a job's last turn failed. */
export function isFailing({ endedAt, failedAt }: Turn): boolean {
  return failedAt !== null && (endedAt === null || failedAt > endedAt);
}
