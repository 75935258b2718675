import "#server-only";
import { type Check, defineCheck, failed, needsOutside, NotTried, passed } from "../check.ts";
import type { Reply } from "../outside/open-outside.ts";
import { readElements, readLinks, readText } from "../outside/read-html.ts";
import type { Visit } from "../visit.ts";

/** A public page as somebody without an account reads it. */
export function openPage(visit: Visit, path: string): Promise<Reply> {
  return visit.fact(`page ${path}`, () =>
    visit.outside(new URL(path, visit.origin), { headers: { accept: "text/html" } }),
  );
}

export const see = ({ status, headers, url }: Reply) => `${url.pathname} ${status} ${headers.location ?? ""}`;

const isPage = ({ status, headers }: Reply) =>
  status === 200 && headers["content-type"]?.includes("text/html") === true;

const OPEN_FAILURES = {
  not_there: {
    cause: "The page is not there.",
    fix: "Let the path through to the server, and see that the page loads in a private window.",
  },
  asks_to_sign_in: {
    cause: "The page leads to signing in, so that a reviewer cannot read it.",
    fix: "Take the path out of whatever asks for a login before the server.",
  },
} as const;

/** Null for a page that anybody can read. */
function findClosed(reply: Reply): ReturnType<typeof failed<keyof typeof OPEN_FAILURES>> | null {
  if (reply.status >= 300 && reply.status < 400) return failed("asks_to_sign_in", see(reply));
  return isPage(reply) ? null : failed("not_there", see(reply));
}

/** The page's text for checks that need one; whether it is open has a check of its own. */
export async function readOpenPage(visit: Visit, path: string): Promise<string> {
  const reply = await openPage(visit, path);
  if (findClosed(reply)) throw new NotTried("The page cannot be read. See the check before this one.");
  return reply.text;
}

/** A page that is there for everybody and says when it last changed. */
export function defineDatedPage(id: string, title: string, path: string): Check {
  return defineCheck({
    id,
    title,
    failures: {
      ...OPEN_FAILURES,
      not_dated: {
        cause: "The page does not say when it last changed.",
        fix: "Update the server: each of its legal pages carries a date.",
      },
      dated_ahead: {
        cause: "The page's date lies in the future.",
        fix: "Set the server's clock, or the date of the page.",
      },
    },
    async probe(visit) {
      const reply = await openPage(visit, path);
      const closed = findClosed(reply);
      if (closed) return closed;
      const day = readElements(reply.text, "time").map((time) => time.get("datetime") ?? "")[0];
      if (day === undefined || Number.isNaN(Date.parse(day))) return failed("not_dated", see(reply));
      return Date.parse(day) > Date.now() ? failed("dated_ahead", day) : passed(`changed on ${day}`);
    },
  });
}

export function defineOpenPage(id: string, title: string, path: string): Check {
  return defineCheck({
    id,
    title,
    failures: OPEN_FAILURES,
    async probe(visit) {
      const reply = await openPage(visit, path);
      return findClosed(reply) ?? passed(see(reply).trim());
    },
  });
}

const COVERED = {
  no_collection: /\b(?:what is stored|what we store|what we collect|we keep|we collect)\b/i,
  no_use: /\b(?:is used to|are used to|we use it|used for)\b/i,
  no_storage: /\b(?:database|encrypted|as a hash|hashes)\b/i,
  no_third_parties: /\b(?:sub-?processors?|third part(?:y|ies)|companies the operator uses)\b/i,
  no_retention: /\b(?:how long|retention)\b/i,
  no_deletion: /\b(?:delet(?:e|ed|ion)|removed?)\b/i,
} as const;

const missing = (what: string) => ({
  cause: `The privacy policy does not say ${what}. A thin policy is refused at once.`,
  fix: "Update the server: its policy says so; then look at the page in a private window.",
});

export const PRIVACY_COVERS = defineCheck({
  id: "privacy.covers",
  title:
    "The privacy policy says what is collected, what for, where it lies, who gets it, how long it stays and whom to ask",
  failures: {
    no_collection: missing("what is collected"),
    no_use: missing("what it is used for"),
    no_storage: missing("how it is stored"),
    no_third_parties: missing("who else gets it"),
    no_retention: missing("how long it stays"),
    no_deletion: missing("how it is deleted"),
    no_contact: {
      cause: "The privacy policy does not say whom to write to.",
      fix: "Set MAIL_FROM to an address that somebody reads: the policy names it.",
    },
  },
  async probe(visit) {
    const html = await readOpenPage(visit, "/privacy");
    const text = readText(html);
    for (const [code, pattern] of Object.entries(COVERED)) {
      if (!pattern.test(text)) return failed(code as keyof typeof COVERED);
    }
    if (!hasContact(visit, html)) return failed("no_contact");
    return passed(`${text.split(" ").length} words`);
  },
});

/** An address to write to; on this computer there is nobody to name. */
function hasContact(visit: Visit, html: string): boolean {
  return visit.isLoopback || readLinks(html).some((href) => href.startsWith("mailto:"));
}

export const PRIVACY_TRUE = defineCheck({
  id: "privacy.true",
  title: "The privacy policy names what the database really holds",
  failures: {
    unnamed: {
      cause: "The database holds something the policy does not name, or the policy names what is not there.",
      fix: "Add it to the inventory and the policy, or remove it from the database.",
    },
    overdue: {
      cause: "The database still holds what the policy says is gone by now.",
      fix: "Look under Health which job failed last, and mend what it stumbles over: it deletes what is over at its next turn.",
    },
  },
  async probe(visit) {
    const { inside } = visit.options;
    if (inside === null) {
      return needsOutside(
        "Run npm run preflight on the server itself: only there can its database be looked at.",
      );
    }
    const policy = readText(await readOpenPage(visit, "/privacy"));
    const { unnamed, overdue } = await inside.compareInventory(policy);
    if (unnamed.length > 0) return failed("unnamed", unnamed.join("; "));
    if (overdue.length > 0) return failed("overdue", overdue.join("; "));
    return passed("every table and column is named, and nothing stayed longer than it says");
  },
});

export const SUPPORT_CHANNEL = defineCheck({
  id: "support.channel",
  title: "The help page says whom to write to",
  failures: {
    no_channel: {
      cause: "The help page names no address to write to.",
      fix: "Set MAIL_FROM to an address that somebody reads: the page names it.",
    },
  },
  async probe(visit) {
    const html = await readOpenPage(visit, "/support");
    const address = readLinks(html).find((href) => href.startsWith("mailto:"));
    if (address !== undefined) return passed(address);
    if (!visit.isLoopback) return failed("no_channel");
    return needsOutside("On this computer there is nobody to write to: set MAIL_FROM on the public server.");
  },
});

export const SECURITY_CONTACT = defineCheck({
  id: "security.contact",
  title: "security.txt says whom to tell of a weakness, and is still good",
  failures: {
    not_there: {
      cause: "There is no /.well-known/security.txt.",
      fix: "Let the path through to the server.",
    },
    no_contact: {
      cause: "security.txt names no contact (RFC 9116 asks for one).",
      fix: "Set SECURITY_CONTACT to a mail or web address.",
    },
    expired: {
      cause: "security.txt has expired, so nobody needs to believe it.",
      fix: "Let the path through to the server, uncached: it dates it anew every day.",
    },
    other_address: {
      cause: "security.txt says that it belongs to another address.",
      fix: "Set PUBLIC_URL to the public address, and serve no file of your own at this path.",
    },
  },
  async probe(visit) {
    const path = "/.well-known/security.txt";
    const reply = await visit.outside(new URL(path, visit.origin));
    if (reply.status !== 200) return failed("not_there", String(reply.status));
    const read = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "im").exec(reply.text)?.[1] ?? null;
    const contact = read("Contact");
    if (contact === null) return failed("no_contact");
    const expires = Date.parse(read("Expires") ?? "");
    if (Number.isNaN(expires) || expires < Date.now()) return failed("expired", read("Expires") ?? "no date");
    const canonical = read("Canonical");
    if (canonical !== null && canonical !== `${visit.origin}${path}`)
      return failed("other_address", canonical);
    return passed(contact);
  },
});
