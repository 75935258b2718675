import "#server-only";
import { defineCheck, failed, NotTried, passed } from "../check.ts";
import { callMcp } from "../facts/call-mcp.ts";
import { EARLY_MS_MAX, LATE_MS_MAX } from "../facts/claude.ts";
import { findChallenge, findEndpoints, findResource, findServer, SERVER_FORMS } from "../facts/discover.ts";
import { redeemCode, refreshTokens } from "../facts/redeem.ts";
import { registerClient } from "../facts/register.ts";
import { type Stop, Stopped, walkConnect } from "../facts/walk-connect.ts";
import { parseObject, toShown } from "../parse-object.ts";

const AFTER_SIGN_IN = {
  not_asked: "not_asked",
  request_lost: "request_lost",
  no_organisation: "no_consent",
  no_consent: "no_consent",
  not_returned: "not_returned",
} as const satisfies Partial<Record<Stop, string>>;

export const CODE_FLOW = defineCheck({
  id: "oauth.flow",
  title: "A person connects Claude: signs in, allows it, and it gets a token that works",
  failures: {
    not_asked: {
      cause: "A request to connect does not lead to the sign-in page.",
      fix: "Open the address in a browser where you are signed out, and see what stands in the way.",
    },
    request_lost: {
      cause: "After signing in, the request to connect is gone, and Claude waits for ever.",
      fix: "Let cookies and query pass the proxy unchanged, on every path.",
    },
    no_consent: {
      cause: "After signing in, there is nothing to allow.",
      fix: "See that the account belongs to an organisation whose rules let it use tools and connect Claude.",
    },
    not_returned: {
      cause: "After Allow, the browser is not taken back to Claude.",
      fix: "If the organisation asks for a Trinity key of each person's own, store one for this account; else look up the attempt under npm run attempts.",
    },
    no_code: {
      cause: "Claude is taken back to without a code.",
      fix: "Look up the attempt under npm run attempts: it says what was refused and why.",
    },
    wrong_state: {
      cause: "Claude is given back another state than it sent, so it must refuse the code.",
      fix: "Let the query pass the proxy unchanged.",
    },
    wrong_issuer: {
      cause: "The iss of the callback is not the issuer (RFC 9207). Claude Code refuses such a code.",
      fix: "Set PUBLIC_URL once and let the proxy rewrite no Location headers.",
    },
    code_refused: {
      cause: "The code cannot be exchanged for a token.",
      fix: "Let POST /oauth/token through to the server with its body; look up the attempt under npm run attempts.",
    },
    no_refresh_token: {
      cause: "There is no refresh token, so people would have to connect again every hour.",
      fix: "Let the request's scope through unchanged: offline_access is asked for in it.",
    },
    token_refused: {
      cause: "The token just given is refused at the address it was given for.",
      fix: "Have the proxy pass the Authorization header on, and allow the user agent Claude-User at the firewall.",
    },
  },
  async probe(visit) {
    const walk = await walkConnect(visit).catch((error: unknown) => {
      if (error instanceof Stopped) return error;
      throw error;
    });
    if (walk instanceof Stopped) {
      if (!Object.hasOwn(AFTER_SIGN_IN, walk.stop))
        throw new NotTried("Nobody could sign in. Mend point 15 first.");
      return failed(AFTER_SIGN_IN[walk.stop as keyof typeof AFTER_SIGN_IN], walk.saw);
    }
    const { searchParams } = walk.callback;
    if (!searchParams.has("code")) return failed("no_code", searchParams.get("error") ?? "");
    if (searchParams.get("state") !== walk.request.state) return failed("wrong_state");
    const { issuer } = await findEndpoints(visit);
    if (searchParams.get("iss") !== issuer) return failed("wrong_issuer", searchParams.get("iss") ?? "none");
    const { reply, accessToken, refreshToken } = await redeemCode(visit);
    if (accessToken === null) return failed("code_refused", `${reply.status} ${errorOf(reply.text)}`);
    if (refreshToken === null) return failed("no_refresh_token", `${reply.status}`);
    const { reply: first } = await callMcp(visit, "ping");
    if (first.status === 401 || first.status === 403) return failed("token_refused", `${first.status}`);
    return passed(`returned to ${walk.callback.host}, token of ${toShown(lifetimeOf(reply.text))} s`);
  },
});

const errorOf = (text: string) => toShown(parseObject(text)?.["error"]);
const lifetimeOf = (text: string) => parseObject(text)?.["expires_in"];

export const REFRESH = defineCheck({
  id: "oauth.refresh",
  title: "The refresh token is exchanged for the next one",
  failures: {
    refused: {
      cause: "The refresh token just given is refused, so people would have to connect again every hour.",
      fix: "Let POST /oauth/token through to the server with its body, once for each request.",
    },
    not_rotated: {
      cause:
        "The answer to a refresh has no new refresh token, as Claude expects of an app without a secret.",
      fix: "Let the answer through unchanged and cache nothing below /oauth.",
    },
  },
  async probe(visit) {
    const { refreshToken: first } = await redeemCode(visit);
    const { reply, accessToken, refreshToken } = await refreshTokens(visit);
    if (accessToken === null) return failed("refused", `${reply.status} ${errorOf(reply.text)}`);
    if (refreshToken === null || refreshToken === first) return failed("not_rotated");
    return passed("a new token of each kind");
  },
});

export const LATENCY = defineCheck({
  id: "oauth.latency",
  title: "Discovery, registration and tokens come within 10 s, a refresh within 30 s",
  failures: {
    slow_discovery: {
      cause: "The sign-in documents take longer than the 10 s Claude waits.",
      fix: "See what stands between: the server answers them without its database.",
    },
    slow_registration: {
      cause: "Registering takes longer than the 10 s Claude waits.",
      fix: "Look at the database's load and at the way there.",
    },
    slow_token: {
      cause: "Exchanging a code takes longer than the 10 s Claude waits.",
      fix: "Look at the database's load and at the way there.",
    },
    slow_refresh: {
      cause: "A refresh takes longer than the 30 s Claude waits.",
      fix: "Look at the database's load and at the way there.",
    },
  },
  async probe(visit) {
    const documents = await Promise.all([
      findChallenge(visit),
      findResource(visit, "path"),
      findResource(visit, "root"),
      ...SERVER_FORMS.map((form) => findServer(visit, form)),
    ]);
    const discovery = Math.max(...documents.map(({ reply }) => reply.ms));
    if (discovery > EARLY_MS_MAX) return failed("slow_discovery", toMs(discovery));
    const registration = (await registerClient(visit))?.reply.ms ?? 0;
    if (registration > EARLY_MS_MAX) return failed("slow_registration", toMs(registration));
    const token = (await redeemCode(visit)).reply.ms;
    if (token > EARLY_MS_MAX) return failed("slow_token", toMs(token));
    const refresh = (await refreshTokens(visit)).reply.ms;
    if (refresh > LATE_MS_MAX) return failed("slow_refresh", toMs(refresh));
    return passed(
      `discovery ${toMs(discovery)}, registration ${toMs(registration)}, token ${toMs(token)}, refresh ${toMs(refresh)}`,
    );
  },
});

const toMs = (ms: number) => `${Math.round(ms)} ms`;
