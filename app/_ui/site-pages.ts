type SitePage = {
  path: string;
  /** Its word in `ui.site`. */
  key: "add" | "docs" | "security" | "status" | "privacy" | "terms" | "help" | "report";
  isInHeader?: true;
  /** Also below sign-in and Connect, where nothing else leads away. */
  isEverywhere?: true;
};

/** The pages of the public site beside the landing page, in their order: header, footer and sitemap read this list. */
export const SITE_PAGES: readonly SitePage[] = [
  { path: "/add-to-claude", key: "add", isInHeader: true },
  { path: "/docs", key: "docs", isInHeader: true },
  { path: "/security", key: "security", isInHeader: true },
  { path: "/status", key: "status", isInHeader: true },
  { path: "/privacy", key: "privacy", isEverywhere: true },
  { path: "/terms", key: "terms", isEverywhere: true },
  { path: "/support", key: "help", isEverywhere: true },
  { path: "/report-app", key: "report", isEverywhere: true },
];
