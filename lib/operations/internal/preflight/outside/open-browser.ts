import "#server-only";
import type { Outside, Reply, Sent } from "./open-outside.ts";
import { type HtmlForm, readRefresh } from "./read-html.ts";

const HOPS_MAX = 12;
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36";

export type Cookie = { name: string; value: string; path: string };
/** A page, and where it would have taken the browser that stays at our origin. */
export type Page = Reply & { leavesTo: URL | null };

/** A person's browser without scripts: keeps cookies, follows redirects and pages that move on, never to another origin. */
export class Browser {
  readonly #outside: Outside;
  readonly #origin: string;
  #cookies: readonly Cookie[];

  /** `cookies`: what another browser of that origin had. */
  constructor(outside: Outside, origin: string, cookies: readonly Cookie[] = []) {
    this.#outside = outside;
    this.#origin = origin;
    this.#cookies = cookies;
  }

  get cookies(): readonly Cookie[] {
    return this.#cookies;
  }

  async open(address: URL | string): Promise<Page> {
    return await this.#follow(new URL(address, this.#origin), {});
  }

  /** Sends the form as it stands, with these fields filled in or added. */
  async submit(page: Page, form: HtmlForm, filled: readonly (readonly [string, string])[]): Promise<Page> {
    const names = new Set(filled.map(([name]) => name));
    const kept = form.fields
      .filter(({ name, type }) => type === "hidden" && !names.has(name))
      .map(({ name, value }) => [name, value] as const);
    return await this.#follow(new URL(form.action, page.url), {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: this.#origin,
        referer: page.url.href,
        "sec-fetch-site": "same-origin",
      },
      body: new URLSearchParams([...kept, ...filled].map(([name, value]) => [name, value])).toString(),
    });
  }

  async #follow(start: URL, first: Sent): Promise<Page> {
    let url = start;
    let sent = first;
    for (let hop = 0; hop < HOPS_MAX; hop += 1) {
      const reply = await this.#send(url, sent);
      const target = findTarget(reply);
      if (target === null) return { ...reply, leavesTo: null };
      const next = new URL(target, url);
      if (next.origin !== this.#origin) return { ...reply, leavesTo: next };
      [url, sent] = [next, {}];
    }
    return { ...(await this.#send(url, sent)), leavesTo: null };
  }

  async #send(url: URL, sent: Sent): Promise<Reply> {
    const cookie = this.#cookies
      .filter(({ path }) => isBelow(url.pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
    const reply = await this.#outside(url, {
      ...sent,
      headers: {
        "user-agent": AGENT,
        accept: "text/html,application/xhtml+xml",
        ...(cookie === "" ? {} : { cookie }),
        ...sent.headers,
      },
    });
    for (const line of reply.headers["set-cookie"] ?? []) this.#keep(line);
    return reply;
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? "/";
    const others = this.#cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
    const isGone =
      value === "" || /;\s*max-age=0\b/i.test(line) || /;\s*expires=thu, 01 jan 1970/i.test(line);
    this.#cookies = isGone ? others : [...others, { name, value, path }];
  }
}

function isBelow(pathname: string, path: string): boolean {
  return path === "/" || pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
}

function findTarget({ status, headers, text }: Reply): string | null {
  if (status >= 300 && status < 400) return headers.location ?? null;
  return readRefresh(text);
}
