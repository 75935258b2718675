import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { newId, type PersonId } from "#lib/kernel/ids.ts";
import { openIncident } from "#lib/operators/open-incident.ts";
import { readIncidents } from "#lib/operators/read-incidents.ts";
import { updateIncident } from "#lib/operators/update-incident.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { authSql, closePools } from "#lib/platform/db/sql.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import type { Outage } from "#lib/status/schema.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { HistoryList } from "./_components/history-list.tsx";
import { GET } from "./feed.xml/route.ts";

useDatabase({ OPERATORS: "olga@operators.example" });

const MINUTE_MS = 60_000;
const NOW = Date.UTC(2026, 10, 29, 12);
const operator: OperatorActor = {
  kind: "operator",
  personId: newId<PersonId>(),
  email: "olga@operators.example",
};
const OPENED = {
  title: "Connecting <b>is</b> slow & odd",
  impact: "degraded",
  components: ["connect", "console"],
  text: "We are looking into it.",
};

function forget(): void {
  for (const name of ["status.read", "operators.incidents", "operators.open-incident"]) takeOnce(name);
}
const readFeed = async () => {
  forget();
  return await (await GET()).text();
};
const listItems = (feed: string, element: string) =>
  [...feed.matchAll(new RegExp(`<item>[\\s\\S]*?<${element}[^>]*>([\\s\\S]*?)</${element}>`, "g"))].map(
    ([, text]) => text,
  );

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  forget();
  await authSql().query("DELETE FROM auth.incident_updates");
  await authSql().query("DELETE FROM auth.incidents");
  await authSql().query("DELETE FROM auth.status_outages");
  return () => void vi.useRealTimers();
});

async function tell(): Promise<string> {
  const { id } = await openIncident(operator, OPENED);
  vi.setSystemTime(Date.now() + 5 * MINUTE_MS);
  await updateIncident(operator, {
    id,
    state: "identified",
    text: "A cause was found.\nIt is being mended.",
  });
  vi.setSystemTime(Date.now() + 5 * MINUTE_MS);
  await updateIncident(operator, { id, state: "resolved", text: "It is mended." });
  return id;
}

describe("the feed", () => {
  test("has what was said of an incident and what was measured, the newest first, each under a name that stays", async () => {
    const id = await tell();
    await authSql().query(
      `INSERT INTO auth.status_outages (component, reason, started_at, ended_at, failures)
       VALUES ('mcp', 'late', $1, $2, 5)`,
      [new Date(NOW + 2 * MINUTE_MS), new Date(NOW + 7 * MINUTE_MS)],
    );
    const feed = await readFeed();
    expect(listItems(feed, "title")).toEqual([
      "Resolved: Connecting &#60;b&#62;is&#60;/b&#62; slow &#38; odd",
      "MCP address works again",
      "Cause known: Connecting &#60;b&#62;is&#60;/b&#62; slow &#38; odd",
      "MCP address does not work",
      "Looking into it: Connecting &#60;b&#62;is&#60;/b&#62; slow &#38; odd",
    ]);
    const times = listItems(feed, "pubDate").map((at) => Date.parse(at ?? ""));
    expect(times).toEqual([10, 7, 5, 2, 0].map((minutes) => NOW + minutes * MINUTE_MS));
    expect(listItems(feed, "description").at(-1)).toBe(
      "We are looking into it.\n\nSlow or odd: Connecting apps and Console.",
    );
    expect(feed).toContain(`/status#incident-${id}</link>`);
    const guids = listItems(feed, "guid");
    expect(new Set(guids).size).toBe(5);
    expect(listItems(await readFeed(), "guid")).toEqual(guids);
  });

  test("names no operator, and is kept by nobody for longer than half a minute", async () => {
    await tell();
    const answer = await GET();
    expect(answer.headers.get("cache-control")).toBe("public, max-age=30");
    const feed = await answer.text();
    expect(feed).not.toContain(operator.email);
    expect(feed).not.toContain(operator.personId);
  });

  test("leaves out what ended more than 90 days ago, and keeps what still lasts", async () => {
    await tell();
    await openIncident(operator, { ...OPENED, title: "It lasts" });
    vi.setSystemTime(NOW + 91 * 24 * 60 * MINUTE_MS);
    expect(listItems(await readFeed(), "title")).toEqual(["Looking into it: It lasts"]);
  });

  test("is 503 while nothing can be read, and there again afterwards", async () => {
    await tell();
    const config = getConfig();
    await closePools();
    setConfig({ ...config, databaseAuthUrl: "postgresql://nobody:x@127.0.0.1:9/none" });
    forget();
    const away = await GET();
    expect([away.status, away.headers.get("cache-control")]).toEqual([503, "no-store"]);
    expect(await readIncidents()).toBeNull();
    await closePools();
    setConfig(config);
    expect(listItems(await readFeed(), "title")).toHaveLength(3);
  });
});

test("the page's history has both kinds in one order, with an incident's parts, updates and how long it was", async () => {
  await tell();
  forget();
  const incidents = (await readIncidents()) ?? [];
  const outage = (id: string, minutes: number): Outage => ({
    id,
    component: "mcp",
    reason: "late",
    startedAt: new Date(NOW + minutes * MINUTE_MS),
    endedAt: new Date(NOW + (minutes + 3) * MINUTE_MS),
  });
  const html = renderToStaticMarkup(
    createElement(HistoryList, { incidents, outages: [outage("later", 20), outage("earlier", -20)] }),
  );
  const places = ["outage-later", `incident-${incidents[0]?.id}`, "outage-earlier"].map((id) =>
    html.indexOf(`id="${id}"`),
  );
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const text = html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
  expect(text).toContain(
    "Connecting &lt;b&gt;is&lt;/b&gt; slow &amp; odd Slow or odd Connecting apps Console",
  );
  expect(text).toContain("for 10 minutes, until");
  expect(text).toMatch(/Resolved .* It is mended\. Cause known .* A cause was found\. It is being mended\./);
});

test("a text that no feed may hold is refused", async () => {
  await expect(openIncident(operator, { ...OPENED, text: "broken \uFFFE" })).rejects.toThrow();
});

test("what an operator tells is read anew at once, and otherwise once in fifteen seconds", async () => {
  expect(await readIncidents()).toEqual([]);
  await authSql().query(
    `INSERT INTO auth.incidents (id, title, impact, components, started_at) VALUES ($1, 'x', 'major', '{mcp}', now())`,
    [crypto.randomUUID()],
  );
  expect(await readIncidents(NOW + 14_000)).toEqual([]);
  expect(await readIncidents(NOW + 16_000)).toHaveLength(1);
  await openIncident(operator, OPENED);
  expect(await readIncidents(NOW + 17_000)).toHaveLength(2);
});
