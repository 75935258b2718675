import type { APIRequestContext, Page } from "@playwright/test";
import { ORIGIN } from "./server.ts";

/** A public page as it came: whom it links to, and what can be pointed at in it. */
type Read = { links: string[]; ids: string[] };
type Crawl = {
  /** The pages that were read, as path and query. */
  visited: string[];
  /** What leads nowhere, with the page it stands on. */
  broken: string[];
  /** Links that leave this origin. */
  outside: { on: string; href: string }[];
};

/** Behind a sign-in, or a file: the answer's status is enough. */
const NOT_READ =
  /^\/(?:api|connect|local|me|o|oauth|sign-in|welcome)(?:[/?]|$)|\.(?:xml|txt|csv|svg|png|webp|zip)$/;
const PAGES_MAX = 600;

/** Follows every link of the public site from these pages on; an anchor has to exist where it points. */
export async function crawlSite(page: Page, starts: readonly string[]): Promise<Crawl> {
  const found: Crawl = { visited: [], broken: [], outside: [] };
  const read = new Map<string, Read | null>();
  const waiting = starts.map((href) => ({ on: "the start", href }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { on, href } = next;
    const url = new URL(href, ORIGIN);
    if (url.origin !== ORIGIN) {
      found.outside.push(next);
      continue;
    }
    const path = `${url.pathname}${url.search}`;
    if (!read.has(path)) {
      if (read.size >= PAGES_MAX)
        throw new Error(`More than ${PAGES_MAX} addresses: the crawl goes in circles.`);
      read.set(path, await readPage(page, path));
      found.visited.push(path);
      waiting.push(...(read.get(path)?.links ?? []).map((link) => ({ on: path, href: link })));
    }
    const target = read.get(path);
    if (!target) found.broken.push(`${on} → ${href}`);
    else if (
      url.hash.length > 1 &&
      !NOT_READ.test(path) &&
      !target.ids.includes(decodeURIComponent(url.hash.slice(1)))
    )
      found.broken.push(`${on} → ${href}: nothing there has that id`);
  }
  return found;
}

/** Null where there is no such page. */
async function readPage(page: Page, path: string): Promise<Read | null> {
  const response = await fetchPage(page.request, path);
  if (response.status >= 400) return null;
  if (NOT_READ.test(path) || !response.type.includes("html")) return { links: [], ids: [] };
  return await page.evaluate(
    ({ html, base }) => {
      const document = new DOMParser().parseFromString(html, "text/html");
      return {
        links: [...document.querySelectorAll("a[href]")].map((link) => {
          const href = link.getAttribute("href") ?? "";
          return URL.canParse(href, base) ? new URL(href, base).href : `unreadable:${href}`;
        }),
        ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      };
    },
    { html: response.html, base: `${ORIGIN}${path}` },
  );
}

async function fetchPage(request: APIRequestContext, path: string) {
  const response = await request.get(path, { headers: { accept: "text/html" } });
  return {
    status: response.status(),
    type: response.headers()["content-type"] ?? "",
    html: await response.text(),
  };
}
