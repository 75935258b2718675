import { escapeHtml } from "#lib/kernel/escape-html.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { readStatus } from "#lib/status/read-status.ts";
import type { Outage } from "#lib/status/schema.ts";
import { PRODUCT_NAME } from "../../../_ui/page-title.ts";
import { COMPONENT_NAMES, REASON_WORDS, toLength, toMomentWords } from "../words.ts";

const ITEMS_MAX = 50;

/** The outages as RSS 2.0: one item when one begins, another when it is over. */
export async function GET(): Promise<Response> {
  const { publicUrl } = getConfig();
  const { outages, isWhole } = await readStatus();
  if (!isWhole) {
    return new Response("The outages cannot be read right now. Try again in a minute.", {
      status: 503,
      headers: { "retry-after": "60", "cache-control": "no-store" },
    });
  }
  const items = outages
    .flatMap((outage) => toItems(outage, publicUrl))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, ITEMS_MAX);
  const feed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${PRODUCT_NAME} · Status</title>
<link>${publicUrl}/status</link>
<description>Outages of ${escapeHtml(new URL(publicUrl).host)}, as the server saw them itself.</description>
<language>en</language>
<atom:link href="${publicUrl}/status/feed.xml" rel="self" type="application/rss+xml"/>
${items.map(({ xml }) => xml).join("\n")}
</channel>
</rss>
`;
  return new Response(feed, {
    headers: { "content-type": "application/rss+xml; charset=utf-8", "cache-control": "public, max-age=30" },
  });
}

function toItems({ id, component, reason, startedAt, endedAt }: Outage, publicUrl: string) {
  const name = COMPONENT_NAMES[component];
  const toItem = (at: Date, kind: "began" | "over", title: string, text: string) => ({
    at,
    xml: `<item>
<title>${escapeHtml(title)}</title>
<link>${publicUrl}/status#outage-${id}</link>
<guid isPermaLink="false">${id}-${kind}</guid>
<pubDate>${at.toUTCString()}</pubDate>
<description>${escapeHtml(text)}</description>
</item>`,
  });
  const began = toItem(
    startedAt,
    "began",
    `${name} does not work`,
    `Since ${toMomentWords(startedAt)}: ${REASON_WORDS[reason]}.`,
  );
  if (!endedAt) return [began];
  const length = toLength(endedAt.getTime() - startedAt.getTime());
  return [began, toItem(endedAt, "over", `${name} works again`, `After ${length}: ${REASON_WORDS[reason]}.`)];
}
