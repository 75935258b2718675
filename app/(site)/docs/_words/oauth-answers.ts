import type { Words } from "./words.ts";

const AGAIN = "Press Connect in the app again.";
const MAKER = "If it happens again, tell the app’s maker.";

/** The `error` of a failed sign-in between an app and us; some are shown to people on a page of ours only. */
export const OAUTH_WORDS: Record<string, Words> = {
  invalid_request: {
    title: "The request cannot be answered",
    what: "It was incomplete, said something twice, or did not protect itself with PKCE (S256), which is required.",
    todo: `${AGAIN} ${MAKER}`,
  },
  expired: {
    title: "The request has expired",
    what: "It was answered before, waited longer than its time, or began in another browser.",
    todo: AGAIN,
  },
  access_denied: {
    title: "Nothing was shared",
    what: "The person chose Deny, or the organisation does not let this app in.",
    todo: `${AGAIN} If the organisation does not let it in, ask one of its admins.`,
  },
  consent_required: {
    title: "People always decide on our page",
    what: "The app wanted to connect without showing a page. That is never possible here.",
    todo: "Start Connect in the app yourself.",
  },
  invalid_client: {
    title: "This app is not registered here",
    what: "It never registered, or its registration has ended or changed.",
    todo: `${AGAIN} If that does not help, remove Trinity Connect from the app and add it again; it then registers anew.`,
  },
  unauthorized_client: {
    title: "The app may not ask in this way",
    what: "Its registration does not allow this kind of request.",
    todo: "Remove Trinity Connect from the app and add it again.",
  },
  document_unreachable: {
    title: "We could not read what the app says of itself",
    what: "The app describes itself at an address of its own, and that address did not answer as it should.",
    todo: "Wait a minute, then press Connect in the app again.",
  },
  document_refused: {
    title: "The app does not describe itself as it must",
    what: "What stands at its address is not a description we can accept.",
    todo: "Tell the app’s maker, with the number on the page.",
  },
  app_blocked: {
    title: "The app is blocked here",
    what: "Whoever runs this server lets it connect to no organisation. Connections it had have ended.",
    todo: "Ask them why, with the number on the page.",
  },
  invalid_client_metadata: {
    title: "The registration was not accepted",
    what: "The app wanted to register with something this server does not accept: a name, a way of proving itself, a kind of token.",
    todo: "Remove the connector and add it again, without client ID and secret. Then tell the app’s maker.",
  },
  invalid_redirect_uri: {
    title: "The app wants to return to an address it did not register",
    what: "We send people back only to addresses an app named beforehand.",
    todo: `${AGAIN} ${MAKER}`,
  },
  invalid_target: {
    title: "The address is not one of ours",
    what: "The app asked for access to an address that is not here. Usually it was mistyped, or has a slash at its end.",
    todo: "Copy the address from your organisation’s Overview page into the app, exactly.",
  },
  invalid_scope: {
    title: "The app asked for something we do not offer",
    what: "One of the tool groups it named does not exist here.",
    todo: `${AGAIN} ${MAKER}`,
  },
  invalid_grant: {
    title: "This connection has ended",
    what: "Its person or an admin ended it, its time is over, or the app came with a code or token that was used before.",
    todo: AGAIN,
  },
  unsupported_grant_type: {
    title: "Tokens are given for codes and refresh tokens only",
    what: "The app asked for a token in another way.",
    todo: "Tell the app’s maker.",
  },
  unsupported_response_type: {
    title: "Only codes are given out",
    what: "The app wanted something else than a code in the browser.",
    todo: "Tell the app’s maker.",
  },
  invalid_token: {
    title: "This token cannot be used here",
    what: "It has expired, its connection has ended, or it is for another organisation’s address. Apps fetch the next token by themselves; Claude shows Connect when that fails.",
    todo: AGAIN,
  },
  insufficient_scope: {
    title: "The connection does not include this tool",
    what: "The tool’s group was not ticked. The answer names what the connection has and what it lacks, and most apps then ask for it.",
    todo: "Answer the page the app opens, or connect again and tick the group.",
  },
  temporarily_unavailable: {
    title: "This cannot be answered right now",
    what: "Our database was away for a moment, or there were too many requests from your network.",
    todo: "Try again in a minute.",
  },
  server_error: {
    title: "Something went wrong on our side",
    what: "The details are in our log.",
    todo: "Try again in a minute. If it stays so, tell whoever runs this server, with the attempt number.",
  },
};
