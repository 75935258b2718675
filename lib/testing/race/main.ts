// Whether anybody loses a connection when apps refresh at the same moment, lose answers, and Postgres crashes under
// them. Two server processes on one Postgres; one JSON line last; exit code 1 when a bar is missed.
import { resolveClientActor } from "#lib/oauth/resolve-client-actor.ts";
import { type MintedTenant, mintTenant } from "../mint.ts";
import { callServer } from "./call-server.ts";
import { crashWhileBusy } from "./crash-while-busy.ts";
import { CLIENT_ID, openConnection } from "./open-connection.ts";
import { refreshTogether, type Tally } from "./refresh-together.ts";
import { type Cluster, startCluster } from "./start-cluster.ts";

const FAMILIES = 40;
const CODES = 40;
const RACERS = 5;
const STORM_CALLERS = 3;
const CRASHES = 6;
const ROTATIONS_MIN = 2_000;
const DROP_SHARE = 0.1;
const SECONDS_MAX = 300;
const say = (text: string) => process.stderr.write(`${text}\n`);

type Tokens = { access: string; refresh: string };
type Run = { cluster: Cluster; tenant: MintedTenant; tally: Tally };

const hostOf = ({ publicUrl }: Cluster) => new URL(publicUrl).host;

async function redeem(
  cluster: Cluster,
  form: Record<string, string>,
  instance: 0 | 1,
): Promise<Tokens | null> {
  const url = `${cluster.instances[instance].url}/oauth/token`;
  const answer = await callServer({ url, host: hostOf(cluster), form });
  if (answer?.status !== 200) return null;
  return { access: String(answer.json["access_token"]), refresh: String(answer.json["refresh_token"]) };
}

/** Redeems every code from several callers at once; the tokens of those that were redeemed exactly once. */
async function raceCodes({
  cluster,
  tenant,
}: Run): Promise<{ families: Tokens[]; doubleSpent: number; unspent: number }> {
  const place = { url: cluster.instances[0].url, publicUrl: cluster.publicUrl };
  const forms = [];
  for (let code = 0; code < CODES; code++) forms.push(await openConnection(tenant, place));
  const races = await Promise.all(
    forms.map((form) =>
      Promise.all(
        Array.from({ length: RACERS }, (_, racer) => redeem(cluster, form, racer % 2 === 0 ? 0 : 1)),
      ),
    ),
  );
  const winners = races.map((race) => race.filter((tokens) => tokens !== null));
  return {
    families: winners.flatMap((tokens) => tokens.slice(0, 1)).slice(0, FAMILIES),
    doubleSpent: winners.filter(({ length }) => length > 1).length,
    unspent: winners.filter(({ length }) => length === 0).length,
  };
}

/** Rounds of refreshes of every family until there were enough rotations and crashes; each family's last token. */
async function storm(
  { cluster, tally }: Run,
  tokens: readonly string[],
): Promise<{ last: (string | null)[]; crashes: number }> {
  const rotated = () => tally.successors.size;
  const crashes = crashWhileBusy(cluster, {
    crashes: CRASHES,
    rotated,
    from: rotated(),
    until: ROTATIONS_MIN,
  });
  const isOver = () => rotated() >= ROTATIONS_MIN && crashes.done() >= CRASHES;
  const how = { cluster, tally, callers: STORM_CALLERS, dropShare: DROP_SHARE };
  const last = await Promise.all(
    tokens.map(async (first) => {
      let token: string | null = first;
      while (token !== null && !isOver()) token = await refreshTogether(token, how);
      return token;
    }),
  );
  await crashes.stop();
  return { last, crashes: crashes.done() };
}

/** A family is lost unless its last token still refreshes to tokens that are accepted. */
async function countLost({ cluster }: Run, tokens: readonly (string | null)[]): Promise<number> {
  const form = { grant_type: "refresh_token", client_id: CLIENT_ID };
  const alive = await Promise.all(
    tokens.map(async (refresh_token) => {
      if (refresh_token === null) return false;
      const next = await redeem(cluster, { ...form, refresh_token }, 1);
      return next !== null && (await resolveClientActor(`Bearer ${next.access}`, null)).ok;
    }),
  );
  return alive.filter((isAlive) => !isAlive).length;
}

/** Ends a connection and crashes everything at once: nothing of it may work afterwards. */
async function countRevived({ cluster, tenant }: Run): Promise<number> {
  const [instance] = cluster.instances;
  const form = await openConnection(tenant, { url: instance.url, publicUrl: cluster.publicUrl });
  const tokens = await redeem(cluster, form, 0);
  if (tokens === null) throw new Error("There was no connection to end.");
  const revocation = { token: tokens.refresh, client_id: CLIENT_ID };
  await callServer({ url: `${instance.url}/oauth/revoke`, host: hostOf(cluster), form: revocation });
  await Promise.all([cluster.crashPostgres("SIGKILL"), instance.crash()]);
  const again = { grant_type: "refresh_token", refresh_token: tokens.refresh, client_id: CLIENT_ID };
  const revived = [await redeem(cluster, again, 0), await redeem(cluster, again, 1)];
  const isAccepted = (await resolveClientActor(`Bearer ${tokens.access}`, null)).ok;
  return revived.filter((found) => found !== null).length + (isAccepted ? 1 : 0);
}

async function race(cluster: Cluster) {
  const tally: Tally = { successors: new Map(), refused: 0, retries: 0, dropped: 0 };
  const run: Run = { cluster, tenant: await mintTenant(), tally };
  const { families, doubleSpent, unspent } = await raceCodes(run);
  say(`${CODES} codes redeemed by ${RACERS} callers each`);
  const how = { cluster, tally, callers: RACERS, dropShare: 0 };
  const raced = await Promise.all(families.map(({ refresh }) => refreshTogether(refresh, how)));
  say(`${families.length} families refreshed by ${RACERS} callers each`);
  const { last, crashes } = await storm(
    run,
    raced.filter((token) => token !== null),
  );
  say(`storm over: ${tally.retries} retries, ${tally.dropped} dropped answers`);
  const lost = FAMILIES - last.length + (await countLost(run, last));
  return {
    familiesLost: lost,
    callersRefused: tally.refused,
    successorsPerTokenMax: Math.max(...[...tally.successors.values()].map(({ size }) => size)),
    codesDoubleSpent: doubleSpent,
    codesUnspent: unspent,
    revokedRevived: await countRevived(run),
    rotations: tally.successors.size,
    crashes,
    answersDropped: tally.dropped,
    retries: tally.retries,
  };
}

const overdue = setTimeout(() => {
  say(`not done after ${SECONDS_MAX} s`);
  process.exit(1);
}, SECONDS_MAX * 1_000);
const startedAt = performance.now();
const cluster = await startCluster();
try {
  const figures = await race(cluster);
  const isMet =
    figures.familiesLost === 0 &&
    figures.callersRefused === 0 &&
    figures.successorsPerTokenMax === 1 &&
    figures.codesDoubleSpent === 0 &&
    figures.codesUnspent === 0 &&
    figures.revokedRevived === 0 &&
    figures.rotations >= ROTATIONS_MIN &&
    figures.crashes >= CRASHES;
  console.log(JSON.stringify({ ...figures, seconds: Math.round((performance.now() - startedAt) / 1_000) }));
  process.exitCode = isMet ? 0 : 1;
} finally {
  await cluster.stop();
  clearTimeout(overdue);
}
