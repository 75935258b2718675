import "#server-only";
import { NotTried } from "../check.ts";
import { Browser, type Page } from "../outside/open-browser.ts";
import { type HtmlForm, readForms, readLinks, readText } from "../outside/read-html.ts";
import type { Reviewer, Visit } from "../visit.ts";
import { CLAUDE_CALLBACK, CLAUDE_DOCUMENT } from "./claude.ts";
import { findEndpoints } from "./discover.ts";
import { type AuthorizeRequest, makeRequest } from "./make-request.ts";
import { readLocalCode } from "./read-local-code.ts";
import { registerClient } from "./register.ts";

/** Where a person's way through Connect can end before its end. */
export type Stop =
  | "not_asked"
  | "address_refused"
  | "no_code"
  | "code_refused"
  | "request_lost"
  | "no_organisation"
  | "no_consent"
  | "not_returned";

/** To the checks this is about it says where; to all others, that there is nothing to look at. */
export class Stopped extends NotTried {
  readonly stop: Stop;
  readonly saw: string;

  constructor(stop: Stop, page?: Page) {
    super("Connecting did not come to its end. Mend points 10 and 15 first.");
    this.stop = stop;
    this.saw = page ? `${page.status} ${page.url.pathname} ${readText(page.text).slice(0, 160)}` : "";
  }
}

export type Walk = {
  request: AuthorizeRequest;
  callback: URL;
  browser: Browser;
  hasSignedIn: boolean;
};

/** Walks through Connect as the reviewer would with Claude: sign in, organisation, every group, Allow. */
export function walkConnect(visit: Visit): Promise<Walk> {
  return visit.fact("walk", async () => {
    const { reviewer, cookies } = visit.options;
    if (reviewer === null) throw new NotTried(NO_REVIEWER);
    const browser = new Browser(visit.outside, visit.origin, cookies);
    const request = await makeRequest(visit, await chooseClient(visit));
    const start = await browser.open(request.url);
    const isAsked = start.url.pathname.startsWith("/sign-in");
    if (cookies === undefined) visit.atEnd(() => signOut(browser));
    const page = isAsked ? await signIn(browser, start, reviewer) : start;
    if (isAsked && !page.url.pathname.startsWith("/connect/")) throw new Stopped("request_lost", page);
    const answered = await allow(browser, page);
    if (answered.leavesTo === null) throw new Stopped("not_returned", answered);
    return { request, callback: answered.leavesTo, browser, hasSignedIn: isAsked };
  });
}

const NO_REVIEWER =
  "There is no account to sign in with: start the server with SANDBOX=on, which makes the one reviewers are given.";

async function chooseClient(visit: Visit): Promise<{ clientId: string; redirectUri: string }> {
  const { takesDocuments } = await findEndpoints(visit);
  if (takesDocuments) return { clientId: CLAUDE_DOCUMENT, redirectUri: CLAUDE_CALLBACK };
  const registered = await registerClient(visit);
  if (!registered?.clientId) throw new NotTried("No app can make itself known here. Mend point 10 first.");
  return { clientId: registered.clientId, redirectUri: CLAUDE_CALLBACK };
}

/** Types the address, then the code; ends where the sign-in leads. */
export async function signIn(browser: Browser, page: Page, reviewer: Reviewer): Promise<Page> {
  const addressForm = findForm(page, "email");
  if (!addressForm) throw new Stopped("not_asked", page);
  const codePage = await browser.submit(page, addressForm, [["email", reviewer.email]]);
  const codeForm = findForm(codePage, "code");
  if (!codeForm || codePage.url.searchParams.has("problem")) throw new Stopped("address_refused", codePage);
  const code = reviewer.code ?? (await readLocalCode(browser, reviewer.email));
  if (code === null) throw new Stopped("no_code", codePage);
  const landed = await browser.submit(codePage, codeForm, [["code", code]]);
  if (landed.url.pathname.startsWith("/sign-in")) throw new Stopped("code_refused", landed);
  return landed;
}

async function signOut(browser: Browser): Promise<void> {
  const page = await browser.open("/signed-out");
  await browser.submit(page, { action: "/sign-out", method: "POST", fields: [] }, []);
}

async function allow(browser: Browser, landed: Page): Promise<Page> {
  const page = await chooseOrganisation(browser, landed);
  const form = findForm(page, "decision");
  const boxes = form?.fields.filter(({ type, isDisabled }) => type === "checkbox" && !isDisabled) ?? [];
  if (!form || boxes.length === 0) throw new Stopped("no_consent", page);
  return await browser.submit(page, form, [
    ...boxes.map(({ name, value }) => [name, value] as const),
    ["decision", "allow"],
  ]);
}

async function chooseOrganisation(browser: Browser, page: Page): Promise<Page> {
  if (page.url.pathname.endsWith("/permissions")) return page;
  const link = readLinks(page.text).find((href) => /^\/connect\/[\w-]+\/permissions\?org=/.test(href));
  if (link === undefined) throw new Stopped("no_organisation", page);
  return await browser.open(link);
}

function findForm(page: Page, field: string): HtmlForm | undefined {
  return readForms(page.text).find(
    ({ method, fields }) => method === "POST" && fields.some(({ name }) => name === field),
  );
}
