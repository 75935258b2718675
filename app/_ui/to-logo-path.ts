type Organisation = { slug: string; logoHash: string | null };

/** Where an organisation's members find its logo; another one has another address, so that browsers may keep each. */
export function toLogoPath({ slug, logoHash }: Organisation): string | undefined {
  return logoHash === null ? undefined : `/o/${slug}/logo?v=${logoHash}`;
}
