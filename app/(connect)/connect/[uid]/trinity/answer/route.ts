import { isDomainError } from "#lib/kernel/errors.ts";
import { findAllowedRequest } from "#lib/oauth/find-allowed-request.ts";
import { storeOwnKey } from "#lib/upstreams/store-own-key.ts";
import { currentPerson } from "../../../../../_http/current-person.ts";
import { readForm } from "../../../../../_http/read-form.ts";
import { isSameOrigin } from "../../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../../_http/see-other.ts";
import { renderMovingOn } from "../../answer/render-moving-on.ts";
import { refuseForeignForm, renderFailure } from "../../answer/render-refusal.ts";
import { checkConsentCsrf } from "../../csrf.ts";
import { endRequest } from "../../end-request.ts";
import { listMissingKeys } from "../../list-missing-keys.ts";
import { findMember } from "../../load-consent.ts";

type Context = { params: Promise<{ uid: string }> };

/** Stores the person's key, or not, and goes on to the app: by a 200 page, as every answer of Connect. */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { uid } = await context.params;
  const form = isSameOrigin(request) ? await readForm(request) : null;
  const allowed = await findAllowedRequest(uid, request.headers.get("cookie"));
  if (!form) return await refuseForeignForm(request, uid);
  if (!allowed) return seeOther(endRequest(uid));
  const person = await currentPerson();
  const org = form.get("org") ?? "";
  const page = `/connect/${uid}/trinity?${new URLSearchParams({ org })}`;
  if (!person) return seeOther(page);
  if (!(await checkConsentCsrf(uid, form.get("csrf") ?? ""))) return await refuseForeignForm(request, uid);
  const moveOn = () => renderMovingOn(request, allowed.request, "allowed", allowed.location);
  if (form.get("decision") !== "store") return await moveOn();
  const member = await findMember(allowed.request, person, org);
  if (!member) return seeOther(endRequest(uid));
  try {
    const stored = await storeOwnKey(member, { id: form.get("id"), key: form.get("key") });
    if (!stored.ok) return seeOther(`${page}&problem=${stored.problem}`);
    return (await listMissingKeys(member)).length > 0 ? seeOther(page) : await moveOn();
  } catch (error) {
    if (isDomainError(error, "invalid_input")) return seeOther(`${page}&refused=key`);
    return await renderFailure(request, uid, error);
  }
}
