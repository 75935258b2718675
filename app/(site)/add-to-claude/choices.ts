import { type Query, readQuery, toHref } from "../../_ui/query.ts";

export const AUDIENCES = ["use", "run"] as const;
export type Audience = (typeof AUDIENCES)[number];

export const HOSTS = ["claude", "team", "claude-code", "cursor", "vscode", "chatgpt", "other"] as const;
export type Host = (typeof HOSTS)[number];

export const HOST_NAMES: Record<Host, string> = {
  claude: "Claude",
  team: "Claude Team or Enterprise",
  "claude-code": "Claude Code",
  cursor: "Cursor",
  vscode: "VS Code",
  chatgpt: "ChatGPT",
  other: "Other apps",
};

/** What the page's address says: who reads, which app, and the slug of an organisation whose own address is wanted. */
export type Choice = { audience: Audience; host: Host; slug?: string | undefined };

/** Anything the page does not know counts as not said. */
export function readChoice(query: Query): Choice {
  return {
    audience: AUDIENCES.find((one) => one === readQuery(query, "for")) ?? "use",
    host: HOSTS.find((one) => one === readQuery(query, "app")) ?? "claude",
    slug: readQuery(query, "organisation"),
  };
}

/** The page with that choice; what is chosen anyway stays out of the address. */
export function toGuideHref({ audience, host, slug }: Choice, anchor = ""): string {
  const path = toHref("/add-to-claude", {
    for: audience === "use" ? undefined : audience,
    app: host === "claude" ? undefined : host,
    organisation: slug,
  });
  return `${path}${anchor}`;
}
