import "#server-only";
import type { PeriodWords } from "./period-words.ts";
import type { PeriodName } from "./retention-periods.ts";

export type StoredCategory = {
  title: string;
  /** What there is. */
  what: string;
  /** For how long. */
  kept: (period: PeriodWords) => string;
};

/**
 * What this server keeps, as the privacy page says it. `internal/auth-tables.ts` and `internal/tenant-tables.ts` have the tables and columns behind each of them,
 * and a test fails when one is not named here.
 */
export const STORED_DATA = {
  you: {
    title: "You",
    what: "Your e-mail address, when it was first confirmed, when you last signed in, and the name and the time zone you set.",
    kept: (p) =>
      `Until you delete your account. An account that belongs to no organisation, not even as somebody who left one, goes ${p.unusedAccount} after its last sign-in.`,
  },
  signIn: {
    title: "Signing in",
    what: "The current code and the session as hashes, never as they are; when they were made and end; the kind of browser and by which way it signed in, as you see it under Browsers. An e-mail address you asked to change to, until you confirm it. That a sign-in provider’s answer was used once, as a hash. Of a code that an operator gave the directory’s reviewer: its hash, by whom, and when it was last used.",
    kept: (p) =>
      `A code works for ${p.code} and goes when it is used. You stay signed in for ${p.session}, and for up to ${p.sessionExtensions} more if you ask to stay when it ends; signing out removes the session. What expired goes ${p.expiredSignIn} later.`,
  },
  counters: {
    title: "Counters",
    what: "Against guessing and overload: how often something was tried, under a hash of the e-mail address, the network or the account.",
    kept: (p) => `They count for ${p.counting} at most and go ${p.counters} later.`,
  },
  providers: {
    title: "Google or company sign-in",
    what: "If you use it: which provider it is, the identifier it has for you, the e-mail address it named, since when. No password and no token of it.",
    kept: () => "Until you remove it or delete your account.",
  },
  membership: {
    title: "Membership",
    what: "Which organisations you belong to, since when, in which role, whether somebody suspended you, with your name and e-mail address, and to the hour when you were last there.",
    kept: () =>
      "As long as the organisation, also of one you left, so that its log says who did what. When you delete your account, name and address are erased in all of them.",
  },
  joining: {
    title: "Invitations and requests",
    what: "Which e-mail address was invited by whom, to which role, with which note, and what became of it; the links only as hashes. Who asked to join, or to use an app, with their name, e-mail address and reason, who decided, and with which note.",
    kept: (p) =>
      `An invitation can be accepted for ${p.invitation}, and goes ${p.joining} after it was accepted, taken back or over. A request to join goes ${p.joining} after it was decided, one to use an app after ${p.appRequest}; what nobody decides, as long after it was made.`,
  },
  connections: {
    title: "Connections",
    what: "For each app you allow: the app’s name and identity, the host it returned to, the tool groups you ticked and those it was refused for, when it was allowed, last used and ended, by whom and why. The links in our mails that end it, as hashes, with the network it was made from.",
    kept: (p) =>
      `A connection lasts ${p.connection} at most and ends when its app does not use it for ${p.idleConnection}, both sooner where your organisation’s owners chose so. It goes ${p.endedConnection} after its end. What you allowed and no app came for goes after ${p.unconnected}.`,
  },
  access: {
    title: "App access",
    what: "What an app registers or publishes about itself, its requests to connect, and the codes and tokens it gets, as hashes, with the numbers of the account and the connection they are for. Of an app’s sessions how much it wants to be told and what it follows, and, encrypted, where it goes on with an instance. What ended, so that all our processes hear of it.",
    kept: (p) =>
      `A request waits for you for ${p.connectRequest}, and for ${p.connectRequestMax} at most if you ask for more time; its code can be redeemed for ${p.connectCode}. An access token works for ${p.accessToken}, or as your organisation’s owners chose between ${p.accessTokenMin} and ${p.accessTokenMax}; a refresh token that nobody uses, for ${p.refreshToken}; a session of an app for ${p.appSession}. What expired goes ${p.expiredToken} later. That a code or token was used is known for ${p.usedCode}, so that a copy of it is noticed; the answer to a retry, encrypted, for ${p.successor}; what ended for ${p.revocation}. A registration nobody connected with goes after ${p.unusedClient}, another ${p.usedClient} after its last use; a published description nobody came back for after ${p.document}, one of an app that proves itself with a key after ${p.signedDocument}, one that could not be read after ${p.failedDocument}.`,
  },
  attempts: {
    title: "Connection attempts",
    what: "How far connecting an app came and why it stopped: times, the account, the kind of program, its network without the last part of the address, the app’s name and host, who answered, and the reference an app showed you if you noted it. Never what was asked of a tool, and no token.",
    kept: (p) => `For ${p.attempt}; a request that belongs to no attempt for ${p.sighting}.`,
  },
  calls: {
    title: "Calls",
    what: "Each use of a tool, prompt or resource, refused ones too: when, by whom, with which app, from which network without the last part of the address, its name, how it ended, how long it took and how large it was; and how many there were, by hour, and by day, tool and person. What was sent along only where your organisation chose so, encrypted and at most 16 KB. What came back never.",
    kept: (p) =>
      `For ${p.calls}, or as long as your organisation’s owners chose, from ${p.callsMin} to ${p.callsMax}. It is a chain that nothing is taken out of before: when you delete your account, its calls stay that long under a number without a name.`,
  },
  messages: {
    title: "Questions under way",
    what: "Where an instance asks you something in the middle of a call, the question and your answer may lie in our database on their way from one of our processes to another, encrypted.",
    kept: (p) => `Until they are fetched, ${p.message} at most.`,
  },
  mails: {
    title: "Mails",
    what: "A mail about an organisation waits, encrypted, until it is sent. Then only that there was one, of which kind, and an e-mail address that refused it.",
    kept: (p) =>
      `Sending is tried for ${p.mailTried}, then what it said is forgotten, and the rest ${p.mail} later.`,
  },
  files: {
    title: "Files you asked for",
    what: "An export of an organisation: who asked for it, with their e-mail address, the filter and the time zone, and the file.",
    kept: (p) => `It goes ${p.export} after it was finished.`,
  },
  programs: {
    title: "Programs with Trinity keys",
    what: "Where your organisation takes them: a hash of each key, whom it acts as, and when it was checked.",
    kept: (p) => `For ${p.presentedKey} after it was last checked; a refused one for ${p.refusedKey}.`,
  },
  instances: {
    title: "Trinity instances",
    what: "Name, address, state, health and tool list of each instance, who reviewed a tool and why it is described as it is. Its keys, and your own if you gave one, encrypted, with their last four characters and whom they act as. A key is never shown again.",
    kept: (p) =>
      `As long as the instance; your own key until you remove it, leave or delete your account. A replaced key for ${p.replacedKey} at most, health for ${p.health}, of each tool the ten newest descriptions.`,
  },
  organisation: {
    title: "Organisations",
    what: "Its name, short name, address, logo, settings, rules about tools and apps with their reasons, the apps seen in it and the mail domains it proved. Its company sign-in, with the secret encrypted, and with the identifier, name and e-mail address of the owner who tested it. Where it has a log stream: the address of its collector, how far that was delivered, and the secrets encrypted, of a header with its last four characters. Who decided stands there as a number.",
    kept: (p) =>
      `As long as the organisation; its log stream until an owner removes it. A former short name is held for ${p.formerSlug}. An organisation that its owner deletes can be taken back for ${p.deletionUndo}; then all of it goes but its log, and that ${p.audit} later, with the name. Its number, short name and address stay for good, so that nobody else ever gets them.`,
  },
  log: {
    title: "Administration",
    what: "What was changed or refused, by whom, when, from which network without the last part of the address, and the values before and after: organisations, members, instances, tool rules, connections. A member stands in it as a number, and their name is looked up when it is read; an e-mail address or a name stands in it only where it is what changed, or of somebody invited or asking to join.",
    kept: () =>
      "As long as the organisation, and then as said there. Each row proves the one before it, so nothing in it is changed or taken out, also not when you delete your account: then the number has no name any more.",
  },
  operators: {
    title: "What operators do",
    what: "What somebody who runs this server looked at or did on the operators’ pages: who, with their e-mail address, when, to what, from which network without the last part of the address, and how it ended.",
    kept: (p) => `For ${p.operatorLog}, also when that operator deletes their account.`,
  },
  server: {
    title: "The server itself",
    what: "What it signs and encrypts with, encrypted; how its jobs ran, incidents, the apps its operators blocked and why, and what it found when it looked at itself, each minute for the status page and as the directory does; and of the sandbox for the directory’s reviewer when it was filled and how it was found each hour. Nothing about you.",
    kept: ({ status, sandboxProbe }) =>
      `Keys until the operator renews them, what the status page shows for ${status}, how the sandbox was found for ${sandboxProbe}, of each job the last turn, the newest twenty looks as the directory does; a blocked app until it is unblocked; incidents, and when the sandbox was filled, as long as the server.`,
  },
} as const satisfies Record<string, StoredCategory>;

export type StoredKey = keyof typeof STORED_DATA;

export type StoredCookie = { names: readonly string[]; what: string; period: PeriodName };

/** Every cookie there is, by its name without the prefix that https adds. */
export const COOKIES: readonly StoredCookie[] = [
  {
    names: ["connect.session"],
    what: "that you are signed in, for longer where you asked to stay",
    period: "session",
  },
  { names: ["connect.sign-in", "connect.provider"], what: "the steps of a sign-in", period: "signInSteps" },
  {
    names: ["connect_request", "connect_resume", "connect_waiting"],
    what: "the steps of a connection request",
    period: "connectRequest",
  },
  {
    names: ["connect.known"],
    what: "which addresses signed in here before, encrypted, so that strangers who ask for codes do not lock you out",
    period: "knownBrowser",
  },
  {
    names: ["theme", "rail", "display"],
    what: "the colour theme, whether the menu is folded, how tables look and whether shortcuts are off, if you choose",
    period: "look",
  },
  { names: ["scripts"], what: "that scripts are off in your browser, where they are", period: "session" },
];

/** What of the page changed, the newest first. Its fingerprint is of the texts here: a test asks for a version with them. */
export const PRIVACY_VERSIONS = [
  {
    number: 4,
    on: "2026-12-01",
    what: "a sign-in lasts longer if you ask to stay when it ends.",
    fingerprint: "ad4430ac42b29e9d",
  },
  {
    number: 3,
    on: "2026-11-30",
    what: "an organisation may have what is recorded of it delivered to a collector of its own, and a logo; a request to connect waits longer if you ask.",
    fingerprint: "a9637cd5e0c1838a",
  },
  {
    number: 2,
    on: "2026-11-29",
    what: "every kind of data with its time; old invitations, requests, connections and unused accounts are removed; you take a copy and delete your account by yourself.",
    fingerprint: "4929cc9174aff9ea",
  },
  { number: 1, on: "2026-11-20", what: "the first.", fingerprint: "" },
] as const;
