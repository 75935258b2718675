import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { defineCheck, failed, needsOutside, passed } from "../check.ts";
import { callMcp } from "../facts/call-mcp.ts";
import { type ListedTool, listTools } from "../facts/list-tools.ts";
import type { Visit } from "../visit.ts";
import { nameTools } from "./tool-lint.ts";

/** The pages tools bring along (MCP Apps): where a tool names one, and every resource that is one. */
function findPages(visit: Visit): Promise<string[]> {
  return visit.fact("pages of tools", async () => {
    const tools = (await listTools(visit)).filter(bringsPage).map(({ name }) => ({ tool: name }));
    const { result } = await callMcp(visit, "resources/list");
    const listed = Array.isArray(result?.["resources"]) ? (result["resources"] as unknown[]) : [];
    const pages = listed.flatMap((one) =>
      isObject(one) && typeof one["uri"] === "string" && one["uri"].startsWith("ui://") ? [one["uri"]] : [],
    );
    return tools.length > 0 ? [nameTools(tools), ...pages] : pages;
  });
}

function bringsPage({ _meta }: ListedTool): boolean {
  return isObject(_meta) && Object.keys(_meta).some((key) => key === "ui" || key.startsWith("ui/"));
}

export const LINKS = defineCheck({
  id: "apps.links",
  title: "No tool opens links, so that none have to be declared",
  failures: {
    undeclared: {
      cause: "A tool brings a page of its own, which may open links that the submission does not declare.",
      fix: "Declare the page's own origins under Allowed link URIs, or have the instance list the tool without its page.",
    },
  },
  async probe(visit) {
    const pages = await findPages(visit);
    return pages.length > 0 ? failed("undeclared", pages.join(", ")) : passed("no tool brings a page");
  },
});

export const PICTURES = defineCheck({
  id: "apps.pictures",
  title: "No tool brings a page, so that no pictures of pages are asked for",
  failures: {},
  async probe(visit) {
    if ((await findPages(visit)).length === 0) return passed("no tool brings a page");
    return needsOutside(
      "Tools bring pages: add 3 to 5 PNG pictures of them, at least 1000 pixels wide, without the prompt in them.",
    );
  },
});
