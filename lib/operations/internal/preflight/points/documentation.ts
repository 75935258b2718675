import "#server-only";
import { defineCheck, failed, passed } from "../check.ts";
import { readLinks, readText } from "../outside/read-html.ts";
import type { Visit } from "../visit.ts";
import { openPage, readOpenPage, see } from "./documents.ts";

const LINKS_MAX = 60;

/** The addresses of this origin a page links to. */
function readOwnLinks(visit: Visit, html: string, below: string): string[] {
  const paths = readLinks(html).flatMap((href) => {
    const url = URL.parse(href, visit.origin);
    return url?.origin === visit.origin && url.pathname.startsWith(below) ? [url.pathname] : [];
  });
  return [...new Set(paths)].slice(0, LINKS_MAX);
}

export const DOCS_COVER = defineCheck({
  id: "docs.cover",
  title: "The documentation says what it is for, how it works and what to do when it does not",
  failures: {
    no_purpose: {
      cause: "The documentation does not say what the server is for.",
      fix: "Update the server, and look at /docs in a private window.",
    },
    no_working: {
      cause: "The documentation does not say how it works.",
      fix: "Update the server, and look at /docs in a private window.",
    },
    no_troubleshooting: {
      cause: "The documentation does not say what to do when something goes wrong.",
      fix: "Update the server, and look at /docs in a private window.",
    },
  },
  async probe(visit) {
    const html = await readOpenPage(visit, "/docs");
    const text = readText(html);
    const links = readLinks(html).join(" ");
    if (!/\bconnects?\b/i.test(text)) return failed("no_purpose");
    if (!/\bhow (?:it|this) works|quick ?start|concepts\b/i.test(text)) return failed("no_working");
    if (!/\b(?:error|trouble|goes wrong|problem)/i.test(`${text} ${links}`))
      return failed("no_troubleshooting");
    return passed(`${text.split(" ").length} words`);
  },
});

export const DOCS_WHOLE = defineCheck({
  id: "docs.whole",
  title: "Every page of the documentation is there for everybody",
  failures: {
    link_broken: {
      cause: "A page the documentation leads to is not there, or asks to sign in.",
      fix: "Let everything below /docs through to the server; if it still fails, update the server.",
    },
  },
  async probe(visit) {
    const paths = readOwnLinks(visit, await readOpenPage(visit, "/docs"), "/docs");
    for (const path of paths) {
      const reply = await openPage(visit, path);
      if (reply.status !== 200) return failed("link_broken", see(reply));
    }
    return passed(`${paths.length} pages`);
  },
});
