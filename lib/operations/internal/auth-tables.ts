import "#server-only";
import type { StoredTable } from "./stored-table.ts";

const TOKEN = { payload: "numbers of the account", grantId: "the connection" };

/** Every table of sign-in and of the authorization server, by its model. */
export const AUTH_TABLES: Readonly<Record<string, StoredTable>> = {
  User: {
    category: "you",
    ends: "purge-people",
    says: {
      email: "e-mail address",
      name: "the name",
      timeZone: "the time zone",
      emailVerified: "first confirmed",
      signedInAt: "last signed in",
    },
    // Nothing writes a picture; only the directory reviewer's account is bound.
    other: "image boundTenantId",
  },
  LoginSession: {
    category: "signIn",
    ends: "purge-sign-in",
    says: { userId: "session", browser: "kind of browser", method: "by which way" },
    other: "sessionToken",
  },
  LoginCode: {
    category: "signIn",
    ends: "purge-sign-in",
    says: { email: "e-mail address", device: "browser", codeHash: "code" },
  },
  EmailChange: {
    category: "signIn",
    ends: "purge-sign-in",
    says: { userId: "change to", email: "e-mail address" },
    other: "codeHash",
  },
  SpentState: { category: "signIn", ends: "purge-sign-in", says: { stateHash: "used once, as a hash" } },
  ReviewerCode: {
    category: "signIn",
    ends: "purge-sign-in",
    says: { codeHash: "directory’s reviewer", issuedBy: "by whom", usedAt: "last used" },
  },
  RateBucket: { category: "counters", ends: "purge-counters", says: { key: "under a hash" } },
  Identity: {
    category: "providers",
    ends: "by its owner",
    says: {
      userId: "for you",
      connection: "which provider",
      issuer: "which provider",
      subject: "identifier",
      email: "e-mail address",
    },
  },
  OauthClient: {
    category: "access",
    ends: "purge-clients",
    says: { payload: "registers" },
    other: "grantId kind seenAt usedAt",
  },
  ClientDocument: {
    category: "access",
    ends: "purge-clients",
    says: { payload: "publishes about itself" },
    other: "kind url contentHash failure",
  },
  BlockedClient: { category: "server", ends: "stays", other: "clientId name reason" },
  OauthInteraction: { category: "access", ends: "purge-tokens", says: TOKEN },
  OauthGrant: { category: "access", ends: "purge-tokens", says: TOKEN },
  AuthorizationCode: { category: "access", ends: "purge-tokens", says: TOKEN },
  AccessToken: { category: "access", ends: "purge-tokens", says: TOKEN },
  RefreshToken: { category: "access", ends: "purge-tokens", says: TOKEN },
  SpentToken: { category: "access", ends: "purge-tokens", says: { grantId: "token was used" } },
  ReplaySuccessor: {
    category: "access",
    ends: "purge-successors",
    says: { sealed: "answer to a retry" },
    other: "successorId",
  },
  ReplayDetection: { category: "access", ends: "purge-tokens", says: TOKEN },
  Revocation: {
    category: "access",
    ends: "purge-revocations",
    says: { subject: "what ended" },
    other: "kind",
  },
  Attempt: {
    category: "attempts",
    ends: "prune-attempts",
    says: {
      reason: "why it stopped",
      clientName: "app’s name",
      redirectHost: "host",
      family: "kind of program",
      network: "network without the last part",
      personId: "the account",
      grantId: "how far connecting",
      reference: "reference",
    },
    other: "number clientId resource lastAt",
  },
  AttemptEvent: {
    category: "attempts",
    ends: "prune-attempts",
    says: { agent: "kind of program", product: "kind of program", network: "network without the last part" },
    other: "attemptId link outcome reason clientId resource facts",
  },
  OperatorEvent: {
    category: "operators",
    ends: "purge-operator-log",
    says: {
      personId: "who",
      email: "e-mail address",
      action: "looked at or did",
      target: "to what",
      outcome: "how it ended",
      network: "network without the last part",
    },
    other: "requestId",
  },
  Incident: { category: "server", ends: "stays", other: "title impact components" },
  IncidentUpdate: { category: "server", ends: "with its parent", other: "incidentId state text" },
  JobRun: { category: "server", ends: "stays", other: "name failure" },
  PreflightRun: { category: "server", ends: "stays", other: "report" },
  SandboxNight: { category: "server", ends: "stays" },
  SandboxProbe: { category: "server", ends: "stays", other: "failed" },
  StatusDay: { category: "server", ends: "purge-status", other: "component lastAt" },
  StatusOutage: { category: "server", ends: "purge-status", other: "component reason" },
  RingKey: { category: "server", ends: "stays", other: "kid sealed" },
  SigningKey: { category: "server", ends: "stays", other: "kid sealedJwk" },
};
