import "#server-only";
import type { ReasonCode } from "./schema.ts";

export type ReasonText = {
  /** The documented failure this is an instance of, where there is one. */
  failure: string | null;
  /** What happened: only what we saw ourselves. */
  sentence: string;
  /** What to do about it. */
  next: string;
};

const AGAIN = "Press Connect in the app again.";
const MAKER = "If it happens again, tell the app's maker and give this number.";
const COPY = "Copy the address from the organisation's Overview page into the app, exactly.";
const OURS = "Try again in a minute; if it stays so, give this number to whoever runs this server.";

const TEXTS: Record<ReasonCode, ReasonText> = {
  host_refused: say(
    "F08",
    "The request named a host that is not ours.",
    "Check the URL in the app, and that the proxy in front passes the public name on.",
  ),
  metadata_path_unknown: say("F14", "The app asked for the metadata of an address that is not here.", COPY),
  server_metadata_path_unknown: say(
    "F22",
    "The app looked for the sign-in server's metadata at a place where there is none.",
    COPY,
  ),
  rate_limited: say(
    "F05",
    "There were too many requests from this network, so this one was not answered.",
    "Wait a few minutes, then press Connect in the app again.",
  ),
  document_unreachable: say(
    "F28",
    "The app's own description could not be fetched from its address.",
    `Try again in a few minutes. ${MAKER}`,
  ),
  document_refused: say(
    "F31",
    "The app's own description is at an address, or says something, that is not accepted here.",
    MAKER,
  ),
  registration_auth_method: say(
    "F32",
    "The app wanted to register with a way of proving itself, or keys, that are not accepted here.",
    `Remove the connector and add it again. ${MAKER}`,
  ),
  registration_redirect: say(
    "F39",
    "The app wanted to register a return address that is not allowed.",
    MAKER,
  ),
  registration_name: say(null, "The app wanted to register under a name that apps may not have here.", MAKER),
  registration_refused: say("F34", "The app's registration was not one we could accept.", MAKER),
  client_unknown: say(
    "F37",
    "The app is not registered here, or its registration was removed.",
    "Remove the connector in the app and add it again; it then registers anew.",
  ),
  app_blocked: say(
    null,
    "Whoever runs this server lets this app connect to no organisation.",
    "Ask them why, and give this number.",
  ),
  redirect_mismatch: say(
    "F31",
    "The app asked to return to an address it did not register.",
    `${AGAIN} ${MAKER}`,
  ),
  scope_refused: say("F35", "The app asked for something this server does not offer.", `${AGAIN} ${MAKER}`),
  resource_unknown: say("F40", "The app asked for an address that is not one of ours.", COPY),
  pkce_missing: say("F56", "The app did not protect its request with PKCE (S256), which is required.", MAKER),
  consent_required: say(
    null,
    "The app asked not to show a page, and permission is always asked here.",
    AGAIN,
  ),
  request_incomplete: say(null, "The app's request was not complete.", `${AGAIN} ${MAKER}`),
  not_a_member: say(
    "F51",
    "The person signed in with an account that belongs to no organisation this request can be for.",
    "Sign in with the account the organisation knows, or create an organisation on that page.",
  ),
  denied: say(
    null,
    "The person chose not to allow it.",
    "Nothing was shared. Press Connect in the app again to decide anew.",
  ),
  app_not_allowed: say(
    null,
    "The organisation does not let this app in, or an admin has to approve it first.",
    "An admin decides about apps under Apps.",
  ),
  request_expired: say(
    "F45",
    "The request had been answered already, had waited too long, or began in another browser.",
    AGAIN,
  ),
  code_expired: say("F52", "The app came with its code after the code had expired.", AGAIN),
  code_reused: say("F52", "The app came with a code that had been used before.", AGAIN),
  verifier_mismatch: say(
    "F56",
    "The app's proof did not match the request the code was made for.",
    `${AGAIN} ${MAKER}`,
  ),
  token_redirect_mismatch: say(
    "F56",
    "The app named another return address than in its request.",
    `${AGAIN} ${MAKER}`,
  ),
  client_mismatch: say(
    "F57",
    "Another app than the one it was made for came with this code or token.",
    AGAIN,
  ),
  secret_sent: say(
    "F57",
    "The app sent a secret; it holds a registration of another server.",
    "Remove the connector in the app and add it again, without a client secret.",
  ),
  proof_refused: say(
    "F57",
    "The app's secret or signature is not the one it registered with.",
    "Enter the client secret again in the app, or remove the connector and add it again.",
  ),
  client_gone: say(
    "F37",
    "The app's registration is gone; it was told so.",
    "Press Connect in the app again; it registers anew.",
  ),
  grant_ended: say(null, "The connection had been ended.", AGAIN),
  grant_type_unsupported: say(null, "The app asked for a token in a way this server does not offer.", MAKER),
  token_refused: say("F59", "A request came with a token that cannot be used here.", AGAIN),
  token_expired: say(
    null,
    "A request came with a token that had expired; the app can fetch another by itself.",
    "",
  ),
  token_address_mismatch: say(
    "F59",
    "A request came to another organisation's address than the token is for.",
    "Connect once more at the address that is in the app.",
  ),
  origin_refused: say(
    "F09",
    "A request carried the origin of another site.",
    "Check for a browser extension or a proxy that sets the Origin header.",
  ),
  method_not_offered: say(
    "F64",
    "The app tried to open a stream with GET outside a session, which is not offered; it can go on without.",
    "",
  ),
  header_mismatch: say(
    "F65",
    "The headers and the body of a request said different things.",
    `Update the app. ${MAKER}`,
  ),
  protocol_unsupported: say(
    "F65",
    "The app speaks a protocol version this server does not.",
    "Update the app.",
  ),
  message_refused: say(
    null,
    "A request with the token was not one we could read.",
    `Update the app. ${MAKER}`,
  ),
  tools_failed: say(
    "F69",
    "The tools could not be listed.",
    "Have an admin test the Trinity instance under Instances, then open the app again.",
  ),
  call_failed: say(
    null,
    "Connected, but a tool call did not succeed.",
    "If the app now asks for more, answer its page; if not, have an admin test the Trinity instance under Instances.",
  ),
  refresh_reused: say(
    "F71",
    "A refresh token was used again long after it had been replaced, so the connection was ended.",
    AGAIN,
  ),
  refresh_dead: say("F72", "The app came with a refresh token that no longer counts.", AGAIN),
  refresh_raced: say(
    "F71",
    "The app came with a refresh token that another of its processes had replaced a moment before; the connection lives.",
    "",
  ),
  server_fault: say(null, "Something went wrong on our side.", OURS),
  challenge_unanswered: say(
    "F10",
    "The app was told where to sign in, and nothing more of it has been seen here.",
    "Check that /.well-known/* reaches this server unchanged from outside, then press Connect again.",
  ),
  metadata_unanswered: say(
    "F04",
    "The address's metadata was read, and no request for the sign-in server's has been seen here.",
    "Check a firewall or proxy in front for blocked requests to /.well-known/*, then press Connect again.",
  ),
  registration_unseen: say(
    "F27",
    "The sign-in server's metadata was read, and no registration or sign-in has been seen here.",
    "Look at the app for its own message, then press Connect again.",
  ),
  authorize_unseen: say(
    "F04",
    "The app registered, and no browser has been seen here since.",
    "Allow pop-ups for the app, then press Connect again.",
  ),
  sign_in_unfinished: say(
    "F45",
    "The page was opened, and nobody has answered it yet.",
    "Go back to the tab with the page, or press Connect in the app again.",
  ),
  consent_not_left: say(
    "F46",
    "The answer was given, and the browser has not been seen on its way back to the app.",
    "Use the link on the last page; if nothing happens, press Connect again in another browser.",
  ),
  code_not_redeemed: say(
    "F52",
    "The browser was sent to the app with a valid code, and the app has not been seen redeeming it.",
    "Sign in to the app with the same account in this browser, then press Connect again.",
  ),
  token_not_used: say(
    "F03",
    "The app fetched its token, and no request with it has been seen here.",
    "Check a firewall or proxy in front for a 403 on POST to the MCP address from the user agent Claude-User.",
  ),
  tools_not_listed: say(
    "F69",
    "The app opened the connection, and has not been seen listing the tools.",
    "Reload the app; if the tools stay away, press Connect again.",
  ),
};

function say(failure: string | null, sentence: string, next: string): ReasonText {
  return { failure, sentence, next };
}

/** What a reason means and what to do, in words for people. */
export function describeReason(code: ReasonCode): ReasonText {
  return TEXTS[code];
}
