import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { CODE } from "../protocol.ts";

/** Why a client may not be asked something: what an instance is answered, and what the client's app lacks, in words. */
export type Undeclared = { code: number; message: string; lacks: string };

const FORM: Undeclared = {
  code: CODE.invalidParams,
  message: "The client does not support this mode of elicitation.",
  lacks: "show a form",
};
const URL_MODE: Undeclared = { ...FORM, lacks: "open a page in the browser" };
const BAD_PAGE: Undeclared = {
  code: CODE.invalidParams,
  message: "A page is named by an http or https address without a user name or a password.",
  lacks: "open something that is no web page",
};
const TOOLS: Undeclared = {
  code: CODE.invalidParams,
  message: "The client does not support tools in sampling.",
  lacks: "let its model use tools for the instance",
};

const PAGE_SCHEMES: ReadonlySet<string> = new Set(["https:", "http:"]);
const PAGE_LENGTH_MAX = 8_192;
const SAMPLING = "run its model for the instance";
const ROOTS = "name its folders";
const OTHER = "do what was asked";

/**
 * Null when a client with these capabilities may be asked this; else why not (MCP 2025-11-25 and 2026-07-28: elicitation,
 * sampling, roots). Methods of an extension only reach a client that declared it; tasks are not offered.
 */
export function findUndeclared(
  capabilities: JsonObject,
  { method, params }: { method: string; params: JsonObject },
): Undeclared | null {
  const { elicitation, sampling, roots } = capabilities;
  switch (method) {
    case "elicitation/create":
      if (!isObject(elicitation)) return missing("answer questions");
      return findUndeclaredMode(elicitation, params);
    case "sampling/createMessage":
      if (!isObject(sampling)) return missing(SAMPLING);
      return usesTools(params) && !isObject(sampling["tools"]) ? TOOLS : null;
    case "roots/list":
      return isObject(roots) ? null : missing(ROOTS);
    default:
      return isOfDeclaredExtension(capabilities, method) ? null : missing(OTHER);
  }
}

/** What the app lacks of the capabilities an instance says a request needs (MCP 2026-07-28, error -32021). */
export function nameLack(required: unknown): string {
  const { elicitation, sampling, roots } = isObject(required) ? required : ({} as JsonObject);
  if (isObject(elicitation)) return isObject(elicitation["url"]) ? URL_MODE.lacks : FORM.lacks;
  if (isObject(sampling)) return isObject(sampling["tools"]) ? TOOLS.lacks : SAMPLING;
  return isObject(roots) ? ROOTS : OTHER;
}

/** Without any mode a client shows forms: that is what the capability meant before there were modes. */
function findUndeclaredMode(elicitation: JsonObject, { mode, url }: JsonObject): Undeclared | null {
  if (mode === "url") return isObject(elicitation["url"]) ? findBadPage(url) : URL_MODE;
  const showsForms = isObject(elicitation["form"]) || !isObject(elicitation["url"]);
  return showsForms && (mode === undefined || mode === "form") ? null : FORM;
}

/**
 * A page to be opened carries no credentials, and nothing but a browser's own schemes goes to a client that may hand it to
 * the system to open (MCP 2026-07-28, elicitation, safe URL handling).
 */
function findBadPage(url: unknown): Undeclared | null {
  const page = typeof url === "string" && url.length <= PAGE_LENGTH_MAX ? URL.parse(url) : null;
  const isPlain = page !== null && page.username === "" && page.password === "";
  return isPlain && PAGE_SCHEMES.has(page.protocol) ? null : BAD_PAGE;
}

function usesTools({ tools, toolChoice }: JsonObject): boolean {
  return tools !== undefined || toolChoice !== undefined;
}

/** An extension is `vendor/name`, its methods begin with either: `vendor/name/…` or `name/…`. */
function isOfDeclaredExtension({ extensions, experimental }: JsonObject, method: string): boolean {
  return [extensions, experimental].some(
    (declared) =>
      isObject(declared) &&
      Object.keys(declared).some((name) => {
        const short = name.slice(name.lastIndexOf("/") + 1);
        return method.startsWith(`${name}/`) || method.startsWith(`${short}/`);
      }),
  );
}

function missing(lacks: string): Undeclared {
  return { code: CODE.methodNotFound, message: "The client does not support this.", lacks };
}
