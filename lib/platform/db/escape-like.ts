import "#server-only";

/** Text for a LIKE or ILIKE pattern, or for Prisma's `contains`, that stands for itself. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (mark) => `\\${mark}`);
}
