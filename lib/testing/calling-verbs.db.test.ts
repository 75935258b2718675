import sharp from "sharp";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { replaceOnce, takeOnce } from "#lib/platform/registry/once.ts";
import { createLogStream } from "#lib/streams/create-log-stream.ts";
import { claimDomain } from "#lib/tenants/claim-domain.ts";
import { findVerbs, type FoundVerb } from "./find-verbs.ts";
import { mintMember, mintTenant, mintUpstream } from "./mint.ts";
import { useDatabase } from "./use-database.ts";
import { KEYS, useInstances } from "./use-instances.ts";

useDatabase();
const instances = useInstances();
afterEach(() => {
  takeOnce("net.resolve-txt");
});

const PICTURE = { create: { width: 30, height: 20, channels: 3, background: "teal" } } as const;

type Scene = { owner: MemberActor; upstreamId: UpstreamId; place: { url: string; apiUrl: string } };
type Play = {
  input: (scene: Scene) => unknown;
  /** What the audit log says of it, in order: that it was asked, where that alone dials somebody, and what came of it. */
  audited: readonly string[];
  answer?: object;
};

/** Verbs that call an instance, a collector or the DNS, or work on a picture, each with what succeeds. */
const PLAYS: Record<string, Play> = {
  checkUpstream: {
    input: ({ upstreamId }) => ({ id: upstreamId }),
    audited: ["upstream.test", "upstream.check"],
  },
  connectUpstream: {
    input: ({ place }) => ({ name: "New", ...place, key: KEYS.user }),
    audited: ["upstream.test", "upstream.connect"],
  },
  ensureUpstream: {
    input: ({ place }) => ({ name: "New", ...place, key: KEYS.user }),
    audited: ["upstream.test", "upstream.connect", "upstream.approve-tools"],
  },
  proveDomain: {
    input: async ({ owner }) => {
      const { id, record } = await claimDomain(owner, { domain: `${owner.tenantSlug}.example` });
      replaceOnce("net.resolve-txt", async () => [record.value]);
      return { id };
    },
    audited: ["domain.prove"],
  },
  replaceKey: {
    input: ({ upstreamId }) => ({ id: upstreamId, key: KEYS.other }),
    audited: ["upstream.test", "upstream.replace-key"],
  },
  setLogo: {
    input: async () => ({ image: await sharp(PICTURE).png().toBuffer() }),
    audited: ["tenant.set-logo"],
  },
  storeOwnKey: {
    input: ({ upstreamId }) => ({ id: upstreamId, key: KEYS.other }),
    audited: ["own-key.store"],
  },
  testLogStream: {
    input: async ({ owner }) => {
      const { id } = await createLogStream(owner, { url: "https://collector.example/in", kinds: ["audit"] });
      return { id };
    },
    audited: ["log-stream.test"],
    answer: { failure: "not_public" },
  },
  testUpstream: { input: ({ place }) => ({ ...place, key: KEYS.user }), audited: ["upstream.test"] },
};
/** They change nothing. */
const READING = ["checkSsoService", "compareRoles", "getMember", "listMembers", "previewTools"];

let calling: FoundVerb[];
beforeAll(async () => {
  calling = (await findVerbs()).filter(({ kind }) => kind === "calling");
});

async function setScene(): Promise<Scene> {
  const tenant = await mintTenant();
  const { tenantId } = tenant;
  const place = { url: instances.url, apiUrl: instances.apiUrl };
  const { upstreamId } = await mintUpstream(tenant, { ...place, key: KEYS.user, tools: [] });
  const data = { apiUrl: place.apiUrl, keyMode: "personal_first" };
  await inTenant(tenantId, (tx) => tx.upstream.updateMany({ where: { tenantId }, data }));
  return { owner: await mintMember(tenant, "owner"), upstreamId, place };
}

async function readAudit({ tenantId }: MemberActor) {
  return await inTenant(tenantId, (tx) =>
    tx.auditEvent.findMany({ where: { tenantId }, orderBy: { seq: "asc" } }),
  );
}

test("every verb that calls out is played here, or changes nothing", () => {
  const known = [...Object.keys(PLAYS), ...READING];
  expect(calling.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});

test("L04: that it was asked and what came of it are one audit row each, with who asked and never with a key", async () => {
  for (const { name, verb } of calling) {
    const play = PLAYS[name];
    if (play === undefined) continue;
    const scene = await setScene();
    const input = await play.input(scene);
    const earlier = (await readAudit(scene.owner)).length;
    expect(await verb(scene.owner, input), name).toMatchObject(play.answer ?? { ok: true });
    expect(play.audited, name).toContain(verb.action);
    const rows = (await readAudit(scene.owner)).slice(earlier);
    expect(
      rows.map(({ action, outcome, actorId }) => ({ action, outcome, actorId })),
      name,
    ).toEqual(
      play.audited.map((action) => ({
        action,
        outcome: "done",
        actorId: scene.owner.personId,
      })),
    );
    const text = JSON.stringify(rows, (_, value: unknown) =>
      typeof value === "bigint" ? Number(value) : value,
    );
    for (const key of Object.values(KEYS)) expect(text, name).not.toContain(key);
  }
});
