/** What we use of the library, which ships no types of its own. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export type Payload = Record<string, unknown>;

  export type Client = {
    readonly clientId: string;
    readonly clientName?: string;
    readonly clientIdIssuedAt?: number;
    readonly clientIdMetadataDocument?: boolean;
    readonly redirectUris: readonly string[];
    readonly clientAuthMethod: string;
    readonly clientSecret?: string;
    redirectUriAllowed(uri: string): boolean;
    grantTypeAllowed(type: string): boolean;
    metadata(): Payload;
  };

  export type Interaction = {
    readonly uid: string;
    readonly iat: number;
    readonly exp: number;
    readonly returnTo: string;
    params: Record<string, unknown>;
    result?: Payload;
    persist(): Promise<string>;
  };

  export type Context = {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly path: string;
    readonly method: string;
    status: number;
    body: unknown;
    type: string;
    set(headers: Record<string, string>): void;
    set(name: string, value: string): void;
    remove(name: string): void;
    accepts(...types: string[]): string | false;
    readonly oidc: {
      readonly client?: Client;
      readonly route: string;
      readonly params: Record<string, unknown>;
      readonly result?: Payload;
      readonly entities: {
        readonly Interaction?: { uid: string };
        readonly Grant?: { jti: string };
        readonly AuthorizationCode?: { grantId: string };
      };
      readonly session: { grantIdFor(clientId: string): string | undefined };
    };
  };

  type CookieOptions = {
    path: string;
    maxAge: number;
    httpOnly: boolean;
    sameSite: "lax";
    overwrite: boolean;
  };

  type TokenModel = { prototype: { generateTokenId(): string } };

  export default class Provider {
    constructor(issuer: string, configuration: object);
    readonly issuer: string;
    proxy: boolean;
    /** Signs what is set with the configured keys, onto the response. */
    createContext(
      req: IncomingMessage,
      res: ServerResponse,
    ): { cookies: { set(name: string, value: string, options: CookieOptions): void } };
    cookieName(type: "interaction" | "resume"): string;
    callback(): (req: IncomingMessage, res: ServerResponse) => Promise<void>;
    use(middleware: (ctx: Context, next: () => Promise<void>) => Promise<void>): this;
    on(
      event: "server_error" | "authorization.error" | "grant.error",
      listener: (ctx: Context, error: unknown) => void,
    ): this;
    on(
      event: "interaction.started" | "authorization.success" | "grant.success",
      listener: (ctx: Context) => void,
    ): this;
    on(event: "error", listener: (error: unknown) => void): this;
    interactionDetails(req: IncomingMessage, res: ServerResponse): Promise<Interaction>;
    readonly Client: {
      new (metadata: Payload): Client;
      find(id: string): Promise<Client | undefined>;
      prototype: { compareClientSecret(actual: string): boolean };
    };
    readonly Grant: new (input: { accountId: string; clientId: string }) => {
      jti: string;
      addResourceScope(resource: string, scope: string): void;
      save(): Promise<string>;
    };
    readonly AccessToken: TokenModel;
    readonly RefreshToken: TokenModel;
  }

  class ProviderError extends Error {
    readonly error: string;
    readonly error_description?: string;
    readonly error_detail?: string;
    readonly statusCode: number;
    readonly expose: boolean;
  }
  export const errors: {
    InvalidClient: new (description: string, detail: string) => ProviderError;
    InvalidClientAuth: new (detail: string) => ProviderError;
    InvalidGrant: new (detail: string) => ProviderError;
    InvalidTarget: new (description?: string) => ProviderError;
    SessionNotFound: new (description: string) => ProviderError;
    TemporarilyUnavailable: new (description: string, detail: string) => ProviderError;
  };

  class Check {
    constructor(
      reason: string,
      description: string,
      error: string,
      check: (ctx: Context) => boolean,
      details?: (ctx: Context) => Payload,
    );
  }
  class Prompt {
    constructor(info: { name: string; requestable: boolean }, ...checks: Check[]);
  }
  export const interactionPolicy: { Check: typeof Check; Prompt: typeof Prompt };
}
