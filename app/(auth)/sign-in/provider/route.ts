import { findGoogle } from "#lib/identity/find-google.ts";
import { findSignIn, type SignInProblem } from "#lib/identity/find-sign-in.ts";
import { keepSignIn } from "#lib/identity/keep-sign-in.ts";
import { RECENT_MINUTES } from "#lib/identity/policy.ts";
import { parseNextPath } from "#lib/identity/schema.ts";
import { startProviderSignIn } from "#lib/identity/start-provider-sign-in.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { findCompanyProvider } from "#lib/tenants/find-company-provider.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { getSsoProvider } from "#lib/tenants/get-sso-provider.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { currentPerson } from "../../../_http/current-person.ts";
import { readForm } from "../../../_http/read-form.ts";
import { hasRecentSignIn, toConfirmPath } from "../../../_http/require-recent-sign-in.ts";
import { isSameOrigin } from "../../../_http/require-same-origin.ts";
import { seeOther } from "../../../_http/see-other.ts";
import { toProblemResponse } from "../../../_http/to-problem-response.ts";
import { stopTest } from "../stop-here.ts";
import { toForeignForm, toProblem } from "../to-problem.ts";
import { renderLeaving } from "./render-leaving.ts";

type Start = Parameters<typeof startProviderSignIn>[0];
type Purpose = Start["purpose"];

/** Sends this browser to Google or to a company's own sign-in, and remembers what for. */
export async function POST(request: Request): Promise<Response> {
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return toProblemResponse(toForeignForm());
  const purpose = toPurpose(form.get("purpose"));
  const next = parseNextPath(form.get("next"));
  const person = await currentPerson();
  if (purpose !== "sign-in" && !person) return seeOther(`/sign-in?next=${encodeURIComponent(next)}`);
  // One more way in outlives the session that added it.
  if (purpose === "link" && !(await hasRecentSignIn(RECENT_MINUTES))) return seeOther(toConfirmPath(next));
  const state = findSignIn(request.headers.get("cookie"));
  const typed = purpose === "sign-in" ? state?.address : undefined;
  const address = typed ?? person?.email ?? "";
  try {
    const start = await toStart(form, { purpose, person, address });
    const started = start
      ? await startProviderSignIn({ ...start, purpose, next })
      : ({ ok: false, reason: "provider_off" } as const);
    if (started.ok) return await renderLeaving(request, started.location, [started.setCookie]);
    return refuse(purpose, { address, next, problem: { reason: started.reason } });
  } catch (error) {
    return refuse(purpose, { address, next, problem: toProblem(error) });
  }
}

type Asked = { purpose: Purpose; person: PersonActor | null; address: string };

async function toStart(
  form: URLSearchParams,
  { purpose, person, address }: Asked,
): Promise<Omit<Start, "purpose" | "next"> | null> {
  const who = purpose === "sign-in" || !person ? {} : { personId: person.personId };
  const loginHint = address || undefined;
  if (purpose === "test" && person) {
    const actor = await resolveMemberActor(person, form.get("organisation") ?? "");
    return { provider: await getSsoProvider(actor, {}), tenantId: actor.tenantId, ...who, loginHint };
  }
  if (form.get("provider") === "google") {
    const google = findGoogle();
    return google && { provider: google, ...who, loginHint };
  }
  const company = await findCompanySignIn(address);
  const provider = company && (await findCompanyProvider(company.tenantId, company.connectionId));
  return provider && { provider, tenantId: company.tenantId, ...who, loginHint };
}

function toPurpose(value: string | null): Purpose {
  return value === "again" || value === "link" || value === "test" ? value : "sign-in";
}

type Refused = { address: string; next: string; problem: SignInProblem };

function refuse(purpose: Purpose, state: Refused): Response {
  if (purpose === "test") return stopTest(state.next, state.problem);
  const query = new URLSearchParams({ next: state.next, problem: state.problem.reason });
  return seeOther(`/sign-in/stopped?${query}`, [keepSignIn(state)]);
}
