import { findCallbackWay } from "#lib/oauth/find-callback-way.ts";
import { type ConnectingFacts, getConnectingFacts } from "#lib/oauth/get-connecting-facts.ts";
import { writeList } from "../../write-list.ts";
import type { Cell, Section } from "./kit.ts";

/** Where Claude returns to, as Anthropic's pages name it; the second is what an older one says it may become. */
export const HOSTED_CALLBACKS = [
  "https://claude.ai/api/mcp/auth_callback",
  "https://claude.com/api/mcp/auth_callback",
] as const;

const WAYS = {
  pinned: "In the copy we keep of Claude’s own description",
  registered: "When an app registers it",
} as const;

/** How to reach the server, and how an app signs in there: all of it as the running server has it. */
export function toConnection(): Section {
  const facts = getConnectingFacts();
  return {
    id: "connection",
    title: "Address and sign-in",
    form: "2 Connection and 7 Authentication",
    blocks: [
      {
        kind: "fields",
        fields: [
          { label: "MCP address", value: facts.resource, hint: "The same for everybody." },
          { label: "Transport", value: "Streamable HTTP" },
          { label: "Authentication", value: "OAuth 2.1, authorization code with PKCE (S256)" },
        ],
      },
      {
        kind: "list",
        items: [
          "No tool asks for a sign-in of its own: without a token every request is answered with 401 and the address of the metadata.",
          "No client id and no client secret have to be entered, and none are handed to Anthropic.",
          `An access token works for ${facts.accessMinutes} minutes unless an organisation chose otherwise; refresh tokens are replaced at each use and end after ${facts.refreshDays} days without one.`,
        ],
      },
      { kind: "table", caption: "Where it is found", columns: ["What", "Address"], rows: toPlaces(facts) },
      {
        kind: "table",
        caption: "How apps make themselves known",
        columns: ["Way", "Who", "Proof"],
        rows: toRegistrations(facts),
      },
      {
        kind: "table",
        caption: "Addresses Claude may return to",
        columns: ["Address", "How"],
        rows: listCallbacks(facts),
      },
      {
        kind: "text",
        text: "What other apps register is taken with https on a public host, with http on their own computer with any port, and with a private scheme; it is compared letter by letter.",
      },
      {
        kind: "fields",
        fields: [
          {
            label: "Scopes that are asked for",
            value: facts.scopes.join(" "),
            rows: 4,
            hint: "What deletes, and what touches credentials, is not among them: a person ticks that themselves.",
          },
        ],
      },
    ],
  };
}

function toPlaces(facts: ConnectingFacts): Cell[][] {
  const { authorization, token, registration, revocation } = facts.endpoints;
  return [
    ["Issuer", facts.issuer],
    ...facts.resourceMetadata.map((address) => ["Metadata of the resource (RFC 9728)", address]),
    ...facts.serverMetadata.map((address) => ["Metadata of the sign-in (RFC 8414)", address]),
    ["Authorization", authorization],
    ["Token", token],
    ["Registration (RFC 7591)", registration],
    ["Revocation (RFC 7009)", revocation],
  ];
}

function toRegistrations({ pinned, authMethods }: ConnectingFacts): Cell[][] {
  return [
    ...pinned.map(({ id, name }) => [`Its own published description (CIMD): ${id}`, name, "none, with PKCE"]),
    ["Any other published description (CIMD)", "Every app", "none or private_key_jwt, with PKCE"],
    ["Registration (DCR)", "Every app", `${writeList(authMethods, "any")}; always with PKCE`],
  ];
}

/** Every address Claude may return to, with how the code allows it; what it does not allow is not among them. */
export function listCallbacks({ pinned }: Pick<ConnectingFacts, "pinned">): [string, string][] {
  const known = pinned.filter(({ name }) => name.startsWith("Claude")).flatMap(({ callbacks }) => callbacks);
  return [...new Set([...known, ...HOSTED_CALLBACKS])].flatMap((uri): [string, string][] => {
    const way = findCallbackWay(uri);
    const isLoopback = uri.startsWith("http://");
    return way ? [[uri, `${WAYS[way]}${isLoopback ? ", with any port" : ""}`]] : [];
  });
}
