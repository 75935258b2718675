import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { GROUPS } from "#lib/catalog/groups.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { type Fixture, openFixture } from "../../../e2e/conformance-server/open-fixture.ts";
import type { MintedTenant } from "../mint.ts";
import { allowRequest } from "../race/open-connection.ts";
import { connectOwner, mintFixtureTenant } from "./connect-fixture.ts";
import { type Instances, startInstances } from "./start-instances.ts";

export type FixtureScene = {
  instances: Instances;
  tenant: MintedTenant;
  /** The organisation's own address, where all tools of the fixture are listed. */
  url: string;
  /** A new owner's app that went through OAuth: its token. */
  connect: () => Promise<string>;
  /** Says yes to the authorization request an app would open a browser with: where that is sent back to. */
  consent: (authorizeUrl: string) => Promise<URL>;
  /** The same, and goes there. */
  allow: (authorizeUrl: string) => Promise<void>;
};

/**
 * So many server processes, several of them behind nginx, with an organisation whose instance is the server for the
 * official suite. After `useDatabase`.
 */
export function useFixture(processes: number): FixtureScene {
  const scene = {} as FixtureScene;
  let fixture: Fixture;
  beforeAll(async () => {
    const key = `trinity_mcp_${randomBytes(32).toString("base64url")}`;
    fixture = await openFixture(key);
    const publicUrl = `http://localhost:${await findFreePort()}`;
    setConfig({ ...getConfig(), publicUrl, outboundAllow: [new URL(fixture.url).host] });
    const instances = await startInstances(processes);
    const tenant = await mintFixtureTenant({ url: fixture.url, key });
    const place = { url: publicUrl, publicUrl };
    const consent = { role: "owner" as const, groups: GROUPS.map(({ id }) => id) };
    const allow = (authorizeUrl: string) =>
      allowRequest(tenant, place, { query: new URL(authorizeUrl).searchParams, consent });
    Object.assign(scene, {
      instances,
      tenant,
      url: `${publicUrl}/api/mcp/${tenant.address}`,
      connect: async () => (await connectOwner(tenant, place)).token,
      consent: allow,
      allow: async (authorizeUrl) => void (await fetch(await allow(authorizeUrl))),
    } satisfies FixtureScene);
  });
  afterAll(async () => {
    await scene.instances?.stop();
    await fixture?.close();
    takeOnce("oauth.provider");
  });
  return scene;
}
