import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { defineCheck, failed, NotTried, passed } from "../check.ts";
import { readElements, readTitle } from "../outside/read-html.ts";
import { type Image, readImage } from "../outside/read-image.ts";
import { openPage } from "./documents.ts";
import { openBoth } from "./transport.ts";

type Wanted = { path: string; kind: Image["kind"]; sideMin: number; type: RegExp };

const WANTED: readonly Wanted[] = [
  { path: "/favicon.ico", kind: "ico", sideMin: 32, type: /icon/ },
  { path: "/favicon.svg", kind: "svg", sideMin: 1, type: /svg/ },
  { path: "/apple-touch-icon.png", kind: "png", sideMin: 180, type: /png/ },
  { path: "/logo.svg", kind: "svg", sideMin: 1, type: /svg/ },
  { path: "/logo-512.png", kind: "png", sideMin: 512, type: /png/ },
];

export const FILES = defineCheck({
  id: "icons.files",
  title: "Icon and logo are real pictures on this domain, square and large enough",
  failures: {
    not_there: {
      cause: "An icon is not there: without one the directory shows none, or that of another site.",
      fix: "Let the path through to the server, on this host and without a redirect.",
    },
    no_picture: {
      cause: "What is served as an icon is no picture of that kind.",
      fix: "Let the file through unchanged, with its type.",
    },
    too_small: {
      cause: "An icon is too small.",
      fix: "Serve the server's own file: the proxy may put a smaller one in its place.",
    },
    not_square: {
      cause: "An icon is not square.",
      fix: "Serve the server's own file: the proxy may put another one in its place.",
    },
  },
  async probe(visit) {
    for (const { path, kind, sideMin, type } of WANTED) {
      const reply = await visit.outside(new URL(path, visit.origin));
      if (reply.status !== 200) return failed("not_there", `${path} ${reply.status}`);
      const image = readImage(reply.bytes);
      const isOfType = type.test(reply.headers["content-type"] ?? "");
      if (image?.kind !== kind || !isOfType)
        return failed("no_picture", `${path} ${reply.headers["content-type"]}`);
      const size = `${path} ${image.width} × ${image.height}`;
      if (image.width !== image.height) return failed("not_square", size);
      if (image.width < sideMin) return failed("too_small", size);
    }
    return passed(WANTED.map(({ path }) => path).join(", "));
  },
});

export const LINKED = defineCheck({
  id: "icons.linked",
  title: "The start page names the icons",
  failures: {
    not_linked: {
      cause: "The start page names no icon, so that readers guess.",
      fix: "Let the start page through unchanged.",
    },
    elsewhere: {
      cause: "The start page names an icon on another domain.",
      fix: "Let the start page through unchanged: its icons are on this domain.",
    },
  },
  async probe(visit) {
    const { text } = await openPage(visit, "/");
    const icons = readElements(text, "link").filter((link) => /\bicon\b/.test(link.get("rel") ?? ""));
    const addresses = icons.flatMap((link) => URL.parse(link.get("href") ?? "", visit.origin) ?? []);
    if (addresses.length === 0) return failed("not_linked");
    const foreign = addresses.find(({ origin }) => origin !== visit.origin);
    return foreign ? failed("elsewhere", foreign.href) : passed(`${addresses.length} icons`);
  },
});

const NAME_MAX = 100;

export const NAME = defineCheck({
  id: "icons.name",
  title: "The name is the same everywhere and fits the listing",
  failures: {
    no_name: {
      cause: "The server gives Claude no name.",
      fix: "Let the answer to initialize through unchanged.",
    },
    differs: {
      cause: "The name Claude is given is not the one on the start page.",
      fix: "Let both through unchanged, or update the server.",
    },
    unfit: {
      cause: 'The name is longer than 100 characters or has "MCP" or "Claude" in it.',
      fix: "Choose the final name before the listing's address, which cannot be changed later.",
    },
  },
  async probe(visit) {
    const { initialize } = await openBoth(visit);
    if (initialize.result === null) throw new NotTried("The opening was not answered. Mend point 11 first.");
    const info = initialize.result["serverInfo"];
    const title = isObject(info) ? info["title"] : undefined;
    if (typeof title !== "string" || title === "") return failed("no_name");
    const page = readTitle((await openPage(visit, "/")).text);
    if (!page.includes(title)) return failed("differs", `${title}, ${page}`);
    if (title.length > NAME_MAX || /\b(?:mcp|claude|anthropic)\b/i.test(title)) return failed("unfit", title);
    return passed(title);
  },
});
