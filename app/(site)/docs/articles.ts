import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";

type Row = {
  /** The page is `/docs/<slug>`. Never renamed: pages, mails and answers to apps lead there. */
  slug: string;
  part: "Start" | "How it works" | "Reference" | "Help";
  title: string;
  /** One or two plain sentences. */
  summary: string;
  /** The day the text last changed, as YYYY-MM-DD. */
  changedOn: string;
};

/** Every article in reading order: the side navigation, the index, "previous" and "next" and the sitemap are made from it. */
export const ARTICLES = [
  {
    slug: "quick-start-admins",
    part: "Start",
    title: "Quick start for admins",
    summary:
      "From nothing to a first tool call: an organisation, a Trinity instance, tools for each role, and people.",
    changedOn: "2026-11-29",
  },
  {
    slug: "quick-start-members",
    part: "Start",
    title: "Quick start for members",
    summary: "Connect Claude, or another app, to your organisation’s Trinity. It takes a minute.",
    changedOn: "2026-11-29",
  },
  {
    slug: "example-prompts",
    part: "Start",
    title: "Three prompts to try",
    summary: "What to say to Claude, and what you see when it works.",
    changedOn: "2026-11-30",
  },
  {
    slug: "concepts",
    part: "How it works",
    title: "Concepts",
    summary:
      "The words used here, what happens when you connect, and the five layers that decide what an app may do.",
    changedOn: "2026-11-29",
  },
  {
    slug: "roles",
    part: "How it works",
    title: "Roles and permissions",
    summary: "What owners, admins, members and auditors may do, and which tools their apps may use.",
    changedOn: "2026-11-29",
  },
  {
    slug: "connections",
    part: "How it works",
    title: "Connections",
    summary: "How long a connection lasts, how it ends, and how it gets less or more.",
    changedOn: "2026-11-29",
  },
  {
    slug: "apps",
    part: "How it works",
    title: "Apps",
    summary: "Which apps people may connect, what is known of each, and how admins decide.",
    changedOn: "2026-11-29",
  },
  {
    slug: "instances",
    part: "How it works",
    title: "Trinity instances and keys",
    summary: "Adding an instance, whose key calls go with, replacing keys, and what happens when one fails.",
    changedOn: "2026-11-29",
  },
  {
    slug: "servers",
    part: "How it works",
    title: "Servers and programs of other makes",
    summary:
      "Servers that are not Trinity, what each kind needs to connect, and how programs that only start other programs get here.",
    changedOn: "2026-11-29",
  },
  {
    slug: "sign-in",
    part: "How it works",
    title: "Sign-in and company sign-in",
    summary: "Codes, Google and your company’s own sign-in, and how an organisation chooses.",
    changedOn: "2026-11-29",
  },
  {
    slug: "data",
    part: "How it works",
    title: "Data and retention",
    summary: "What is stored of calls, what your organisation decides about it, and how it is deleted.",
    changedOn: "2026-11-30",
  },
  {
    slug: "log-stream",
    part: "How it works",
    title: "Log stream",
    summary:
      "Audit rows, tool calls and connection attempts delivered to your own collector, and how to verify them.",
    changedOn: "2026-11-30",
  },
  {
    slug: "tools",
    part: "Reference",
    title: "Tools",
    summary: "Every tool of the catalogue: what it does, its group and effect, its hints, and an example.",
    changedOn: "2026-11-29",
  },
  {
    slug: "audit-events",
    part: "Reference",
    title: "Audit log",
    summary: "Every action that can stand in an audit log, and how to check the log outside.",
    changedOn: "2026-11-29",
  },
  {
    slug: "limits",
    part: "Reference",
    title: "Limits",
    summary: "How much, how often and how long: every limit, with the value this server goes by.",
    changedOn: "2026-11-30",
  },
  {
    slug: "errors",
    part: "Reference",
    title: "Errors",
    summary: "Every code and every sentence that says no: what happened and what to do.",
    changedOn: "2026-11-29",
  },
  {
    slug: "connection-attempts",
    part: "Help",
    title: "Why connecting failed",
    summary: "The steps of connecting, and every reason an attempt can stop for.",
    changedOn: "2026-11-29",
  },
  {
    slug: "troubleshooting",
    part: "Help",
    title: "What Claude says, and what to do",
    summary: "Messages you may see in Claude or Claude Code, and what helps.",
    changedOn: "2026-11-29",
  },
  {
    slug: "changelog",
    part: "Help",
    title: "Changelog",
    summary: "What changed, in the words of those who notice.",
    changedOn: "2026-11-29",
  },
] as const satisfies readonly Row[];

/** A second-level heading of an article's text. */
export type Heading = { id: string; title: string };

export type Article = (typeof ARTICLES)[number];
export type Slug = Article["slug"];

export const PARTS = [...new Set(ARTICLES.map(({ part }) => part))];

export function toHref(slug: Slug): string {
  return `/docs/${slug}`;
}

/** The article of that slug with the ones before and after it. */
export function getArticle(slug: Slug): { article: Article; before?: Article; after?: Article } {
  const index = ARTICLES.findIndex((article) => article.slug === slug);
  const article = ARTICLES[index];
  if (!article) throw new Error("There is no such article.");
  const [before, after] = [ARTICLES[index - 1], ARTICLES[index + 1]];
  return { article, ...(before && { before }), ...(after && { after }) };
}

/** What the page of an article exports as its metadata. */
export function toMetadata(slug: Slug): Metadata {
  const { title, summary } = getArticle(slug).article;
  return { title: pageTitle(title, "Docs"), description: summary };
}
