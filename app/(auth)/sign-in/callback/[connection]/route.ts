import { dropSignIn } from "#lib/identity/drop-sign-in.ts";
import { findGoogle, GOOGLE, type Provider } from "#lib/identity/find-google.ts";
import {
  dropProviderState,
  findProviderSignIn,
  type PendingProvider,
} from "#lib/identity/find-provider-sign-in.ts";
import { type FinishedProvider, finishProviderSignIn } from "#lib/identity/finish-provider-sign-in.ts";
import { findCompanyProvider } from "#lib/tenants/find-company-provider.ts";
import { getSsoProvider } from "#lib/tenants/get-sso-provider.ts";
import { recordSsoTest } from "#lib/tenants/record-sso-test.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { currentPerson } from "../../../../_http/current-person.ts";
import { seeOther } from "../../../../_http/see-other.ts";
import { toLanding } from "../../../to-landing.ts";
import { findGoogleRefusal } from "../../find-code-refusal.ts";
import { keepUp } from "../../keep-up.ts";
import { sendCodeFor } from "../../send-code-for.ts";
import { stopHere, stopTest } from "../../stop-here.ts";
import { toProblem } from "../../to-problem.ts";

type Context = { params: Promise<{ connection: string }> };

/** Where a provider sends the browser back to; what it brings counts only in the browser that was sent. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const { connection } = await context.params;
  const cookieHeader = request.headers.get("cookie");
  const pending = findProviderSignIn(cookieHeader);
  if (!pending || pending.connection !== connection) return stopHere("/", { reason: "provider_browser" });
  try {
    const provider = await findProvider(pending);
    const finished = await finishProviderSignIn({
      provider,
      query: new URL(request.url).searchParams,
      cookieHeader,
      userAgent: request.headers.get("user-agent"),
      refuses: async (address) => (connection === GOOGLE ? await findGoogleRefusal(address) : null),
    });
    return await goOn(request, { pending, provider, finished });
  } catch (error) {
    return toStop(pending)(pending.next, toProblem(error));
  }
}

/** As it is now; for a test also while it is off, for an owner alone. */
async function findProvider({ connection, tenantId, purpose }: PendingProvider): Promise<Provider | null> {
  if (connection === GOOGLE) return findGoogle();
  if (!tenantId) return null;
  if (purpose !== "test") return await findCompanyProvider(tenantId, connection);
  const person = await currentPerson();
  return person && (await getSsoProvider(await resolveMemberActorById(person, tenantId), {}));
}

function toStop({ purpose }: PendingProvider): typeof stopHere {
  return purpose === "test" ? stopTest : stopHere;
}

type Finished = { pending: PendingProvider; provider: Provider | null; finished: FinishedProvider };

async function goOn(request: Request, { pending, provider, finished }: Finished): Promise<Response> {
  const { next, tenantId = "" } = pending;
  if (!finished.ok) {
    if (finished.reason !== "needs_code") return toStop(pending)(next, { reason: finished.reason });
    const { address, identity } = finished;
    return await sendCodeFor(request, { address, identity, next });
  }
  if (finished.did === "tested") {
    const person = await currentPerson();
    const actor = person && (await resolveMemberActorById(person, tenantId));
    const { email, name, subject } = finished.claims;
    const claims = { email, name: name?.slice(0, 500) ?? null, subject: subject.slice(0, 500) };
    if (actor && provider) await recordSsoTest(actor, { version: provider.version, claims });
    return seeOther(`${next}?done=tested`, [dropProviderState()]);
  }
  if (finished.did === "linked")
    return seeOther(`${next}?done=linked`, [...finished.cookies, dropProviderState()]);
  await keepUp(finished.cookies);
  return seeOther(toLanding(next), [...finished.cookies, dropProviderState(), dropSignIn()]);
}
