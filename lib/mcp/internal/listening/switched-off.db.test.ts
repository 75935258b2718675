import { expect, test, vi } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { openListening } from "#lib/testing/open-listening.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { driveFeatures, type FeatureWorld, NOTES, useFeatures } from "#lib/testing/use-features.ts";

useDatabase();
const scene = useFeatures();
const { makeWorld, addSecond } = driveFeatures(scene);

const UPDATED = "notifications/resources/updated";

/** Takes an organisation's first instance, or what it offers, from its people. */
const TAKINGS: [string, (world: FeatureWorld) => Promise<unknown>][] = [
  [
    "an admin switches its resources off",
    async ({ tenant: { tenantId } }) =>
      await inTenant(tenantId, (tx) =>
        tx.upstream.updateMany({ where: { tenantId, slug: "" }, data: { features: [] } }),
      ),
  ],
  [
    "its key is replaced",
    async ({ tenant: { tenantId } }) =>
      await inTenant(tenantId, (tx) =>
        tx.upstreamKey.updateMany({ where: { tenantId, upstream: { slug: "" } }, data: { version: 99 } }),
      ),
  ],
];

test.each(TAKINGS)("G38: once %s, its stream of resources ends and the others go on", async (_name, take) => {
  for (const one of [scene.first, scene.second]) one.declare({ resources: { subscribe: true } });
  const world = await makeWorld();
  await addSecond(world);
  const ended = () => scene.first.seen.filter(({ method }) => method === "DELETE").length;
  const before = ended();
  const resourceSubscriptions = [NOTES.uri, `second-one+${NOTES.uri}`];
  const stream = await openListening(scene.gateway, {
    token: world.token,
    notifications: { resourceSubscriptions },
  });
  expect((await stream.next())?.params?.notifications).toEqual({ resourceSubscriptions });
  scene.first.say(UPDATED, { uri: NOTES.uri });
  expect((await stream.next())?.params).toMatchObject({ uri: NOTES.uri });
  await take(world);
  await vi.waitFor(() => expect(ended()).toBe(before + 1), 5_000);
  scene.first.say(UPDATED, { uri: NOTES.uri });
  scene.second.say(UPDATED, { uri: NOTES.uri });
  expect((await stream.next())?.params).toMatchObject({ uri: `second-one+${NOTES.uri}` });
  await stream.close();
});

test("G38: who may no longer read resources hears no more of them", async () => {
  scene.first.declare({ resources: { subscribe: true } });
  const world = await makeWorld();
  const stream = await openListening(scene.gateway, {
    token: world.token,
    notifications: { toolsListChanged: true, resourceSubscriptions: [NOTES.uri] },
  });
  await stream.next();
  const rule = { role: "owner", subject: "group", name: "other.read" } as const;
  const before = scene.first.seen.filter(({ method }) => method === "DELETE").length;
  await setToolPolicy(world.owner, { ...rule, allowed: false });
  await vi.waitFor(
    () => expect(scene.first.seen.filter(({ method }) => method === "DELETE").length).toBe(before + 1),
    5_000,
  );
  await stream.close();
});
