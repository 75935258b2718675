import "#server-only";
import { type Check, declareOutside, defineCheck, failed, passed } from "../check.ts";
import { findChallenge, findResource, findServer, SERVER_FORMS } from "../facts/discover.ts";
import { toShown } from "../parse-object.ts";

export const SEAT: Check = declareOutside(
  "organisation.seat",
  "There is a Claude Team or Enterprise organisation to submit from",
  "Only whoever holds the seat knows: open claude.ai/admin-settings/directory/submissions/new as an owner.",
);

export const API_OWNER: Check = declareOutside(
  "ownership.declared",
  "Whoever submits owns or controls the service behind the tools",
  "The operator declares it. People connect their organisation's own Trinity through this server, so the form's answer is “proxied with permission”, and that permission is the maker of Trinity's to give, in writing. Ask mcp-review@anthropic.com before submitting.",
);

export const TERMS: Check = declareOutside(
  "terms.directory",
  "The Directory Terms are agreed to, and somebody keeps the listing up",
  "The operator agrees to them while submitting, and names who answers to mail about the listing.",
);

export const USAGE_POLICY: Check = declareOutside(
  "usage.declared",
  "It is used within the Usage Policy and in supported countries",
  "The operator declares it: nobody can see from here what the customers' agents are for.",
);

export const INSPECTOR: Check = declareOutside(
  "tried.inspector",
  "Every tool was run in the MCP Inspector",
  "A person does it, with the reviewer's account: npx @modelcontextprotocol/inspector, transport Streamable HTTP.",
);

export const CONNECTOR: Check = declareOutside(
  "tried.connector",
  "Every tool was run through a custom connector in Claude",
  "A person does it, on the web and in Claude Code, with the reviewer's account.",
);

export const EGRESS: Check = declareOutside(
  "egress.reaches",
  "Anthropic's network, 160.79.104.0/21, reaches the address",
  "Only a request from there shows it: press Connect in Claude, then see the network in npm run attempts.",
);

/** Members of the sign-in service's document that are addresses. */
const ADDRESSES = /(?:_endpoint|_uri)$/;

export const ONE_DOMAIN = defineCheck({
  id: "ownership.domain",
  title: "Every address Claude is sent to is on this server's own domain",
  failures: {
    elsewhere: {
      cause: "A document sends Claude to an address on another host, or to one without https.",
      fix: "Set PUBLIC_URL to the public address, and let no proxy rewrite the documents.",
    },
  },
  async probe(visit) {
    const { metadataUrl } = await findChallenge(visit);
    const { json: resource } = await findResource(visit, "path");
    const addresses: [string, unknown][] = [
      ["resource_metadata", metadataUrl],
      ["authorization_servers", (resource?.["authorization_servers"] as unknown[] | undefined)?.[0]],
    ];
    for (const form of SERVER_FORMS) {
      const { json } = await findServer(visit, form);
      addresses.push(...Object.entries(json ?? {}).filter(([name]) => ADDRESSES.test(name)));
    }
    // What is no whole address is told by the checks of the documents.
    const foreign = addresses.find(([, value]) => {
      const url = typeof value === "string" ? URL.parse(value) : null;
      return url !== null && url.origin !== visit.origin;
    });
    return foreign ? failed("elsewhere", `${foreign[0]}: ${toShown(foreign[1])}`) : passed(visit.origin);
  },
});
