import "#server-only";

/** An identity provider we may send a browser to: Google, or the one an organisation configured. */
export type Provider = {
  /** "google", or the id of an organisation's connection: the first part of an identity and of our callback address. */
  connection: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What was saved last; a sign-in under way belongs to the version it began with. */
  version: number;
  /** Whose addresses it may vouch for: an organisation's proved domains, or the mailboxes Google itself runs. */
  domains: readonly string[] | "google-mailboxes";
  /** Sockets are shared within this alone; an organisation's id. */
  pool: string;
};

/** What a provider's verified answer says of somebody. */
export type Claims = {
  issuer: string;
  subject: string;
  /** Normalised, and verified by the provider; null when it vouches for no address. */
  email: string | null;
  name: string | null;
  /** Google's: the Workspace domain whose mailboxes it runs. */
  hostedDomain: string | null;
  /** When they last proved themselves there, in seconds; null where the provider does not say. */
  authTime: number | null;
};
