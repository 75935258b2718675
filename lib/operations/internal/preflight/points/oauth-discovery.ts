import "#server-only";
import { defineCheck, failed, passed } from "../check.ts";
import { EARLY_AGENT, LATE_AGENT } from "../facts/claude.ts";
import {
  findChallenge,
  findResource,
  findServer,
  PROBE_BODY,
  PROBE_HEADERS,
  readChallenge,
  SERVER_FORMS,
} from "../facts/discover.ts";
import type { Reply } from "../outside/open-outside.ts";
import { toShown } from "../parse-object.ts";
import type { Visit } from "../visit.ts";

const see = ({ status, url, headers }: Reply) =>
  `${url.pathname} ${status} ${headers["content-type"] ?? "without a type"}`;

export const CHALLENGE = defineCheck({
  id: "oauth.challenge",
  title:
    "A request without a token is answered 401 and told where to connect, whoever asks and whatever it accepts",
  failures: {
    redirected: {
      cause:
        "The address redirects. Claude drops its token on the way to another host, and a POST becomes a GET.",
      fix: "Publish the final address, and have whatever stands before the server answer it in place.",
    },
    not_refused: {
      cause: "A request without a token is not answered 401, so that Claude never offers to connect.",
      fix: "See what stands before the server: 401 must come first, before checks of Accept, Host or body.",
    },
    no_challenge: {
      cause:
        "The 401 does not say where to connect: WWW-Authenticate with Bearer resource_metadata is missing.",
      fix: "Have the proxy before the server pass WWW-Authenticate on as it is.",
    },
    relative_metadata: {
      cause: "The address in resource_metadata is not a whole https address on this host.",
      fix: "Set PUBLIC_URL to the address people type, and let the proxy rewrite no headers.",
    },
    differs_by_program: {
      cause:
        "Not all of Claude's programs get the same answer: something before the server blocks one of them.",
      fix: "Allow the user agents Claude-User and python-httpx from 160.79.104.0/21 at the firewall and its bot rules.",
    },
  },
  async probe(visit) {
    const { reply, metadataUrl } = await findChallenge(visit);
    if (reply.status >= 300 && reply.status < 400) return failed("redirected", see(reply));
    if (reply.status !== 401) return failed("not_refused", see(reply));
    if (metadataUrl === null) return failed("no_challenge", see(reply));
    if (!metadataUrl.startsWith(`${visit.origin}/`)) return failed("relative_metadata", metadataUrl);
    for (const [name, variant] of await askVariants(visit)) {
      if (variant.status !== 401) return failed("differs_by_program", `${name}: ${see(variant)}`);
      if (readChallenge(variant).metadataUrl !== metadataUrl) return failed("no_challenge", name);
    }
    return passed(metadataUrl);
  },
});

async function askVariants(visit: Visit): Promise<[string, Reply][]> {
  const post = (headers: object) =>
    visit.outside(visit.mcpUrl, {
      method: "POST",
      headers: { ...PROBE_HEADERS, ...headers },
      body: PROBE_BODY,
    });
  return [
    [LATE_AGENT, await post({ "user-agent": LATE_AGENT })],
    [
      "claude-code",
      await post({ "user-agent": "claude-code/2.1.329 (sdk-cli)", accept: "application/json" }),
    ],
    ["a bare GET", await visit.outside(visit.mcpUrl, { headers: { "user-agent": EARLY_AGENT } })],
  ];
}

export const RESOURCE = defineCheck({
  id: "oauth.resource",
  title: "The address describes itself, at the place made of it and at the root",
  failures: {
    missing: {
      cause: "A document that describes the address is not there, or is not JSON.",
      fix: "Let /.well-known/oauth-protected-resource and everything below it through to the server.",
    },
    wrong_resource: {
      cause: "The document names another address than the one people type, so Claude does not trust it.",
      fix: "Set PUBLIC_URL to exactly the address people type, without a slash at its end.",
    },
    no_server: {
      cause: "The document does not name where to sign in.",
      fix: "Let the document through unchanged: authorization_servers must name PUBLIC_URL first.",
    },
    scopes_differ: {
      cause:
        "The document and the 401 ask for different tool groups, so what Claude gets depends on which one it read.",
      fix: "Let both through unchanged: scopes_supported and the scope of the challenge must be the same list.",
    },
  },
  async probe(visit) {
    for (const form of ["path", "root"] as const) {
      const { reply, json } = await findResource(visit, form);
      if (json === null) return failed("missing", see(reply));
      const resource = json["resource"];
      // The root's own document names the bare origin, which is the same address by another name.
      const named = form === "path" ? visit.mcpUrl : visit.origin;
      if (resource !== named) return failed("wrong_resource", `${reply.url.pathname}: ${toShown(resource)}`);
      const servers = json["authorization_servers"];
      if (!Array.isArray(servers) || typeof servers[0] !== "string") return failed("no_server", see(reply));
      const scopes = json["scopes_supported"];
      const { scope } = await findChallenge(visit);
      if (scope !== null && (!Array.isArray(scopes) || scopes.join(" ") !== scope)) {
        return failed("scopes_differ", see(reply));
      }
    }
    return passed(`resource ${visit.mcpUrl}`);
  },
});

export const SERVER = defineCheck({
  id: "oauth.server",
  title: "The sign-in service describes itself in both forms, under the same name everywhere",
  failures: {
    missing: {
      cause: "A document that describes the sign-in service is not there, or is not JSON.",
      fix: "Let /.well-known/oauth-authorization-server and /.well-known/openid-configuration through to the server.",
    },
    wrong_issuer: {
      cause:
        "The issuer is not, byte for byte, the one the address names. Apps must not use such a document.",
      fix: "Set PUBLIC_URL once, never change it, and let no proxy rewrite the documents.",
    },
    no_s256: {
      cause: "code_challenge_methods_supported does not list S256, without which Claude does not start.",
      fix: "Let the document through unchanged: it must say S256.",
    },
    no_registration: {
      cause: "There is no way for an app to make itself known: no registration_endpoint.",
      fix: "Let the document through unchanged, and let /oauth/register through to the server.",
    },
    document_flags: {
      cause:
        'Only one of the two things Claude looks for is said, so it registers anew every time: client_id_metadata_document_supported and "none" among the token endpoint\'s methods.',
      fix: "Let the document through unchanged: both must be said.",
    },
  },
  async probe(visit) {
    const { json: resource } = await findResource(visit, "path");
    const named = (resource?.["authorization_servers"] as unknown[] | undefined)?.[0] ?? visit.origin;
    for (const form of SERVER_FORMS) {
      const { reply, json } = await findServer(visit, form);
      if (json === null) return failed("missing", see(reply));
      if (json["issuer"] !== named) return failed("wrong_issuer", `${form}: ${toShown(json["issuer"])}`);
      if (!lists(json["code_challenge_methods_supported"], "S256")) return failed("no_s256", form);
      if (typeof json["registration_endpoint"] !== "string") return failed("no_registration", form);
      const isWhole =
        json["client_id_metadata_document_supported"] === true &&
        lists(json["token_endpoint_auth_methods_supported"], "none");
      if (!isWhole) return failed("document_flags", form);
    }
    return passed(`issuer ${toShown(named)}`);
  },
});

const lists = (value: unknown, item: string) => Array.isArray(value) && value.includes(item);
