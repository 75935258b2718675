import { globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { NextIntlClientProvider } from "next-intl";
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { REASONS } from "#lib/activity/schema.ts";
import { AUDIT_ACTIONS } from "#lib/audit/schema.ts";
import { DEFINITIONS } from "#lib/catalog/find-definition.ts";
import { GROUPS, HEADINGS } from "#lib/catalog/groups.ts";
import { can, listPermissions, ROLES } from "#lib/kernel/permissions.ts";
import { CODE } from "#lib/mcp/internal/protocol.ts";
import { CALL_TOPICS } from "#lib/mcp/schema.ts";
import { DESCRIPTIONS } from "#lib/oauth/internal/describe-error.ts";
import { TEXTS } from "#lib/oauth/internal/render-error.ts";
import { EnvSchema } from "#lib/platform/config/env.ts";
import ui from "../../_messages/en/ui.json";
import { DEFAULT_LOCALE } from "../../_messages/locales.ts";
import { CallAnswers, OAuthAnswers, RpcAnswers } from "./_components/answers.tsx";
import { AttemptReasons } from "./_components/attempt-reasons.tsx";
import { AuditActions } from "./_components/audit-actions.tsx";
import { ErrorCodes } from "./_components/error-codes.tsx";
import { PermissionTable } from "./_components/permission-table.tsx";
import { ToolList } from "./_components/tool-list.tsx";
import { listLimits } from "./_words/limits.ts";
import { ARTICLES } from "./articles.ts";
import { ERROR_CODES } from "./errors/read-article.ts";

const HERE = import.meta.dirname;
const LIB = path.resolve(HERE, "../../../lib");

test("every article has a page that says so, and every page is an article", () => {
  for (const { slug } of ARTICLES) {
    const text = readArticle(slug);
    expect(text).toContain(`toMetadata("${slug}")`);
    expect(text).toContain(`slug="${slug}"`);
  }
  const folders = readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map(({ name }) => name);
  expect(folders.toSorted()).toEqual(ARTICLES.map(({ slug }) => slug).toSorted());
});

test("a title fits its place, a summary is a sentence, a day is a day", () => {
  for (const { title, summary, changedOn } of ARTICLES) {
    expect(title.length).toBeLessThanOrEqual(40);
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(new Date(changedOn).toISOString().slice(0, 10)).toBe(changedOn);
  }
});

test("every permission is in the table, with who holds it", () => {
  const rows = render(createElement(PermissionTable)).split("<tr").slice(2);
  expect(rows.length).toBe(listPermissions().length);
  for (const [index, permission] of listPermissions().entries()) {
    expect(rows[index]).toContain(`>${permission}<`);
    const held = [...(rows[index] ?? "").matchAll(/>(Yes|No)</g)].map(([, word]) => word);
    expect(held).toEqual(ROLES.map((role) => (can(role, permission) ? "Yes" : "No")));
  }
});

test("every action of the audit log has an anchor and words", () => {
  const html = render(createElement(AuditActions));
  for (const action of AUDIT_ACTIONS) {
    expect(html).toMatch(new RegExp(`id="${action}">.*?<td[^>]*>[A-Z][^<]+</td></tr>`));
  }
});

describe("tools", () => {
  const text = readArticle("tools");
  const html = HEADINGS.map((heading) => render(createElement(ToolList, { heading }))).join("");

  test.each(HEADINGS)("the part %s is in the article", (heading) => {
    expect(text).toContain(`## ${heading}\n\n<ToolList heading="${heading}" />`);
  });

  test("every tool and every group has an anchor, and a tool what is said of it", () => {
    for (const { id, title } of GROUPS) {
      expect(html).toContain(`id="${id}"`);
      expect(html).toContain(toHtml(title));
    }
    for (const { name, title, description, reason, example } of DEFINITIONS.values()) {
      expect(html).toContain(`<h4 id="${name}"`);
      for (const words of [title, description, reason, example?.prompt]) {
        if (words) expect(html).toContain(toHtml(words));
      }
    }
  });
});

describe("errors", () => {
  test("every code has an anchor and both parts", async () => {
    const html = renderToStaticMarkup(createElement("div", null, await ErrorCodes()));
    for (const code of ERROR_CODES) expect(html).toMatch(new RegExp(`id="${code}".*?What to do:`));
  });

  test("everything a tool call can be answered with has an anchor", () => {
    const html = render(createElement(CallAnswers));
    for (const topic of CALL_TOPICS) expect(html).toContain(`id="call-${topic}"`);
  });

  test("everything a sign-in of an app can be answered with has an anchor", () => {
    const html = render(createElement(OAuthAnswers));
    for (const code of [...Object.keys(DESCRIPTIONS), ...Object.keys(TEXTS), "invalid_request"]) {
      expect(html).toContain(`id="oauth-${code}"`);
    }
  });

  test("every code of the protocol has an anchor, and no other", () => {
    const html = render(createElement(RpcAnswers));
    for (const code of Object.values(CODE)) expect(html).toContain(`id="rpc${code}"`);
    expect(html.match(/id="rpc/g)).toHaveLength(Object.keys(CODE).length);
  });

  test("every reason of a connection attempt has an anchor", () => {
    const html = render(createElement(AttemptReasons));
    for (const reason of REASONS) expect(html).toContain(`id="${reason}"`);
  });
});

test("every limit of the code is in the article, or a period that the privacy page names", async () => {
  const privacy = readFileSync(path.join(LIB, "operations/retention-periods.ts"), "utf8");
  const listed = new Set(listLimits().map(({ source }) => source));
  const missing = (await findLimits()).filter((source) => {
    const name = source.slice(source.indexOf("/") + 1);
    return !listed.has(source) && !new RegExp(`\\b${name}\\b`).test(privacy);
  });
  expect(missing).toEqual([]);
  for (const { what, value } of listLimits()) {
    expect(what).toMatch(/^[A-Z]/);
    expect(value).toMatch(/^\d[\d,.]* ?/);
  }
});

/** A unit, the choices below a limit, and what holds for the one account of the directory's reviewer. */
const NO_LIMITS = /^(?:grants\/DAY_MS|tenants\/DAY_MS|upstreams\/OVERLAP_HOURS|identity\/REVIEWER_[A-Z_]+)$/;

/** Numbers, rates and ranges that rooms export in their policy or schema, and the gateway's variables. */
async function findLimits(): Promise<string[]> {
  const variables = Object.keys(EnvSchema.shape).filter((name) => name.startsWith("MCP_"));
  const found: string[] = [];
  for (const file of globSync("*/{policy,schema}.ts", { cwd: LIB })) {
    const exported = (await import(path.join(LIB, file))) as Record<string, unknown>;
    const names = Object.keys(exported).filter((name) => /^[A-Z_]+$/.test(name) && isLimit(exported[name]));
    found.push(...names.map((name) => `${path.dirname(file)}/${name}`));
  }
  expect(found.length).toBeGreaterThan(50);
  return [...variables, ...found].filter((source) => !NO_LIMITS.test(source));
}

function isLimit(value: unknown): boolean {
  if (typeof value === "number") return true;
  if (Array.isArray(value)) return value.length > 0 && value.every(isLimit);
  if (typeof value !== "object" || value === null) return false;
  return "points" in value || ("min" in value && "max" in value) || "keepDays" in value;
}

function readArticle(slug: string): string {
  return readFileSync(path.join(HERE, slug, "page.mdx"), "utf8");
}

function render(node: ReactNode): string {
  const props = { locale: DEFAULT_LOCALE, timeZone: "UTC", messages: { ui }, children: node };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, props));
}

function toHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("'", "&#x27;").replaceAll('"', "&quot;");
}
