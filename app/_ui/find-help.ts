/** Articles by what an organisation's page is about, the longest path first. */
const ORGANISATION: readonly (readonly [path: string, article: string])[] = [
  ["settings/sign-in", "sign-in"],
  ["settings/connections", "connections#how-long-a-connection-lasts"],
  ["settings/data", "data#what-an-owner-decides"],
  ["settings/danger", "data#delete"],
  ["settings", "quick-start-admins#what-to-decide-next"],
  ["tools/changes", "instances#tools-of-an-instance"],
  ["tools", "roles#which-tools-each-role-may-use"],
  ["connections", "connections"],
  ["instances", "instances"],
  ["members", "roles#joining-and-leaving"],
  ["leave", "roles#joining-and-leaving"],
  ["apps", "apps"],
  ["activity", "data#read-the-list-of-calls"],
  ["audit", "audit-events"],
  ["attempts", "connection-attempts"],
  ["exports", "data#take-it-with-you"],
  ["sign-in", "sign-in"],
];
const PERSONAL: readonly (readonly [path: string, article: string])[] = [
  ["connections", "connections"],
  ["trinity-keys", "instances#whose-key-calls-go-with"],
  ["data", "data"],
  ["", "sign-in"],
];

/** The article about a page of the console; the list of all articles where none is about it alone. */
export function findHelp(pathname: string): string {
  const [, area = "", slug = "", ...rest] = pathname.split("/");
  if (area === "me") return toArticle(PERSONAL, [slug, ...rest].join("/"));
  if (area !== "o" || slug === "") return "/docs";
  const path = rest.join("/");
  return path === "" ? "/docs/quick-start-admins" : toArticle(ORGANISATION, path);
}

/** The number of the connection attempt that a page of the console is about. */
export function findAttemptNumber(pathname: string): string | undefined {
  return /^\/o\/[^/]+\/attempts\/([A-Z0-9]{4}-[A-Z0-9]{4})$/.exec(pathname)?.[1];
}

function toArticle(articles: typeof ORGANISATION, path: string): string {
  const found = articles.find(([about]) => about === "" || path === about || path.startsWith(`${about}/`));
  return found ? `/docs/${found[1]}` : "/docs";
}
