import { createHash, randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";

const OWNER = "ada@acme.example";

export type MeasuredPage = {
  name: string;
  needsSession: boolean;
  /** Whether search engines may list it. */
  isIndexed: boolean;
  /** The address to measure; a request to connect is made anew each time. */
  open: (page: Page) => Promise<string>;
};

/** The pages whose figures are promised: public ones, sign-in, consent, and the largest list of the console. */
export function listPages(origin: string): MeasuredPage[] {
  const page = (name: string, path: string) => ({ name, open: async () => `${origin}${path}` });
  const forAll = { needsSession: false, isIndexed: true };
  const forMembers = { needsSession: true, isIndexed: false };
  return [
    { ...page("landing", "/"), ...forAll },
    { ...page("guide", "/add-to-claude"), ...forAll },
    { ...page("security", "/security"), ...forAll },
    { ...page("status", "/status"), ...forAll },
    { ...page("docs", "/docs"), ...forAll },
    { ...page("docs: an article", "/docs/concepts"), ...forAll },
    { ...page("sign-in", "/sign-in"), needsSession: false, isIndexed: false },
    { name: "consent", open: (opened) => openConsent(opened, origin), ...forMembers },
    { ...page("connections", "/o/acme/connections"), ...forMembers },
  ];
}

/** Signs the sample organisation's owner in through the form and the local mailbox; does nothing where they are. */
export async function signIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/me`);
  if (!new URL(page.url()).pathname.startsWith("/sign-in")) return;
  await page.getByLabel("E-mail address").fill(OWNER);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  const mailbox = await page.context().newPage();
  await mailbox.goto(`${origin}/local/mailbox`);
  const mail = await mailbox.getByRole("article").filter({ hasText: OWNER }).first().innerText();
  await mailbox.close();
  await page.getByLabel("Code").fill(/\b\d{6}\b/.exec(mail)?.[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

type App = { clientId: string; redirectUri: string };
const CLAUDE_CODE: App = {
  clientId: "https://claude.ai/oauth/claude-code-client-metadata",
  redirectUri: "http://localhost:54321/callback",
};
export const CLAUDE: App = {
  clientId: "https://claude.ai/oauth/mcp-oauth-client-metadata",
  redirectUri: "https://claude.ai/api/mcp/auth_callback",
};

/** What an app opens in the browser, followed to the page that asks. */
export async function openConsent(page: Page, origin: string, app: App = CLAUDE_CODE): Promise<string> {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    code_challenge: createHash("sha256").update(randomBytes(32).toString("base64url")).digest("base64url"),
    code_challenge_method: "S256",
    state: "kept",
    scope: "agents.read agents.write chat.external offline_access",
    resource: `${origin}/api/mcp`,
  });
  await page.goto(`${origin}/oauth/authorize?${query}`);
  return page.url();
}
