/** Where on this site a document is that the changelog links to, by its path from there. */
export const CHANGELOG_LINKS: Record<string, string> = {
  "audit-log.md": "/docs/audit-events#check-it-outside",
  "runbooks/trinity-keys.md": "/docs/instances#programs-that-have-a-key",
};
