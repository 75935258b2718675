import "#server-only";
import { defineCheck, failed, NotTried, passed } from "../check.ts";
import {
  CLAUDE_CALLBACK,
  CLAUDE_CALLBACK_TWIN,
  CLAUDE_CODE_DOCUMENT,
  CLAUDE_DOCUMENT,
} from "../facts/claude.ts";
import { makeRequest } from "../facts/make-request.ts";
import { registerClient } from "../facts/register.ts";
import type { Reply } from "../outside/open-outside.ts";
import type { Visit } from "../visit.ts";

const see = ({ status, headers }: Reply) => `${status} ${headers.location ?? ""}`;

export const REGISTRATION = defineCheck({
  id: "oauth.registration",
  title: "An app without a metadata document can register with both of Claude's callback addresses",
  failures: {
    refused: {
      cause: "A registration as Claude sends it is refused.",
      fix: "Let POST /oauth/register through to the server, with its body, and without a limit by address of its own.",
    },
    callbacks_dropped: {
      cause: "The registration does not keep both callback addresses.",
      fix: "Let the body through unchanged.",
    },
  },
  async probe(visit) {
    const registered = await registerClient(visit);
    if (registered === null) throw new NotTried("No place to register is named. Mend the documents first.");
    if (registered.clientId === null)
      return failed("refused", `${registered.reply.status} ${registered.reply.text}`);
    const kept = new Set([registered.redirectUris].flat());
    const isWhole = [CLAUDE_CALLBACK, CLAUDE_CALLBACK_TWIN].every((uri) => kept.has(uri));
    return isWhole
      ? passed("201, both callback addresses kept")
      : failed("callbacks_dropped", [...kept].join(" "));
  },
});

type Variant = {
  code: "claude_refused" | "twin_refused" | "loopback_refused";
  clientId: string;
  redirectUri: string;
};

async function listVariants(visit: Visit): Promise<Variant[]> {
  const twin = (await registerClient(visit))?.clientId;
  const code = { code: "loopback_refused", clientId: CLAUDE_CODE_DOCUMENT } as const;
  return [
    { code: "claude_refused", clientId: CLAUDE_DOCUMENT, redirectUri: CLAUDE_CALLBACK },
    ...(twin ? [{ code: "twin_refused", clientId: twin, redirectUri: CLAUDE_CALLBACK_TWIN } as const] : []),
    { ...code, redirectUri: "http://localhost:53017/callback" },
    { ...code, redirectUri: "http://127.0.0.1:61234/callback" },
  ];
}

export const CALLBACKS = defineCheck({
  id: "oauth.callbacks",
  title: "Claude's callback addresses are taken, on this computer with any port, and no others",
  failures: {
    claude_refused: {
      cause: "A request that returns to Claude is refused.",
      fix: "Let GET /oauth/authorize through with its whole query: a filter may take an address in it for an attack.",
    },
    twin_refused: {
      cause: "A request that returns to claude.com is refused. Anthropic asks to allow both addresses.",
      fix: "Let GET /oauth/authorize through with its whole query.",
    },
    loopback_refused: {
      cause: "A request of Claude Code, which returns to any port of the person's own computer, is refused.",
      fix: "Let addresses of localhost and 127.0.0.1 through in the query: a filter may take them for an attack.",
    },
    stranger_accepted: {
      cause: "A request that returns to somebody else's address goes on, so that a code could be stolen.",
      fix: "Take the server off the network and update it: it must answer such a request in place.",
    },
  },
  async probe(visit) {
    const variants = await listVariants(visit);
    for (const variant of variants) {
      const reply = await ask(visit, variant);
      if (!isGoingOn(visit, reply)) return failed(variant.code, `${variant.redirectUri}: ${see(reply)}`);
    }
    const stranger = {
      clientId: CLAUDE_DOCUMENT,
      redirectUri: "https://claude.ai.example/api/mcp/auth_callback",
    };
    const reply = await ask(visit, stranger);
    if (reply.status < 400) return failed("stranger_accepted", see(reply));
    return passed(variants.map(({ redirectUri }) => redirectUri).join(", "));
  },
});

export const PROOF_KEY = defineCheck({
  id: "oauth.proof-key",
  title: "A request without a proof key, or with a plain one, goes no further",
  failures: {
    missing_accepted: {
      cause: "A request without a proof key goes on to the person, so that a stolen code would be enough.",
      fix: "Take the server off the network and update it.",
    },
    plain_accepted: {
      cause: "A request with a plain proof key goes on to the person.",
      fix: "Take the server off the network and update it.",
    },
  },
  async probe(visit) {
    const claude = { clientId: CLAUDE_DOCUMENT, redirectUri: CLAUDE_CALLBACK };
    const without = await ask(visit, claude, { code_challenge: null, code_challenge_method: null });
    if (isGoingOn(visit, without)) return failed("missing_accepted", see(without));
    const plain = await ask(visit, claude, { code_challenge_method: "plain" });
    if (isGoingOn(visit, plain)) return failed("plain_accepted", see(plain));
    return passed("both are refused");
  },
});

async function ask(
  visit: Visit,
  variant: { clientId: string; redirectUri: string },
  extra: Readonly<Record<string, string | null>> = {},
): Promise<Reply> {
  const { url } = await makeRequest(visit, variant, extra);
  return await visit.outside(url, { headers: { accept: "text/html" } });
}

/** Whether the person is led on within this origin, to sign in or to decide. */
function isGoingOn(visit: Visit, { status, headers, url }: Reply): boolean {
  if (status < 300 || status >= 400 || headers.location === undefined) return false;
  const target = new URL(headers.location, url);
  return target.origin === visit.origin && !target.searchParams.has("error");
}
