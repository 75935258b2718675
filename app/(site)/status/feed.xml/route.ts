import { escapeHtml } from "#lib/kernel/escape-html.ts";
import type { Incident } from "#lib/operators/list-incidents.ts";
import { readIncidents } from "#lib/operators/read-incidents.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { readStatus } from "#lib/status/read-status.ts";
import type { Outage } from "#lib/status/schema.ts";
import { PRODUCT_NAME } from "../../../_ui/page-title.ts";
import { writeList } from "../../write-list.ts";
import {
  COMPONENT_NAMES,
  IMPACT_WORDS,
  INCIDENT_STATE_WORDS,
  PART_NAMES,
  REASON_WORDS,
  toLength,
  toMomentWords,
} from "../words.ts";

const ITEMS_MAX = 50;

type Item = { guid: string; at: Date; fragment: string; title: string; text: string };

/**
 * RSS 2.0, the newest first. Of an outage one item when it begins and another when it is over; of an incident one for each
 * thing the operators said.
 */
export async function GET(): Promise<Response> {
  const { publicUrl } = getConfig();
  const [{ outages, isWhole }, incidents] = await Promise.all([readStatus(), readIncidents()]);
  if (!isWhole || incidents === null) {
    return new Response("The outages cannot be read right now. Try again in a minute.", {
      status: 503,
      headers: { "retry-after": "60", "cache-control": "no-store" },
    });
  }
  const items = [...outages.flatMap(toOutageItems), ...incidents.flatMap(toIncidentItems)]
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, ITEMS_MAX);
  const feed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${PRODUCT_NAME} · Status</title>
<link>${publicUrl}/status</link>
<description>Outages of ${escapeHtml(new URL(publicUrl).host)}, as the server saw them itself, and what its operators told.</description>
<language>en</language>
<atom:link href="${publicUrl}/status/feed.xml" rel="self" type="application/rss+xml"/>
${items.map((item) => toXml(item, publicUrl)).join("\n")}
</channel>
</rss>
`;
  return new Response(feed, {
    headers: { "content-type": "application/rss+xml; charset=utf-8", "cache-control": "public, max-age=30" },
  });
}

function toXml({ guid, at, fragment, title, text }: Item, publicUrl: string): string {
  return `<item>
<title>${escapeHtml(title)}</title>
<link>${publicUrl}/status#${fragment}</link>
<guid isPermaLink="false">${guid}</guid>
<pubDate>${at.toUTCString()}</pubDate>
<description>${escapeHtml(text)}</description>
</item>`;
}

function toOutageItems({ id, component, reason, startedAt, endedAt }: Outage): Item[] {
  const name = COMPONENT_NAMES[component];
  const fragment = `outage-${id}`;
  const began = {
    guid: `${id}-began`,
    at: startedAt,
    fragment,
    title: `${name} does not work`,
    text: `Since ${toMomentWords(startedAt)}: ${REASON_WORDS[reason]}.`,
  };
  if (!endedAt) return [began];
  const length = toLength(endedAt.getTime() - startedAt.getTime());
  return [
    began,
    {
      guid: `${id}-over`,
      at: endedAt,
      fragment,
      title: `${name} works again`,
      text: `After ${length}: ${REASON_WORDS[reason]}.`,
    },
  ];
}

function toIncidentItems({ id, title, impact, components, updates }: Incident): Item[] {
  const about = `${IMPACT_WORDS[impact]}: ${writeList(components.map((component) => PART_NAMES[component]))}.`;
  return updates.map(({ id: updateId, at, state, text }) => ({
    guid: updateId,
    at,
    fragment: `incident-${id}`,
    title: `${INCIDENT_STATE_WORDS[state]}: ${title}`,
    text: `${text}\n\n${about}`,
  }));
}
