import { useTranslations } from "next-intl";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import type { Offer } from "#lib/oauth/find-offer.ts";
import type { Preset } from "#lib/oauth/suggest-groups.ts";
import { ClientMessages } from "../../../../_messages/client-messages.tsx";
import { Button } from "../../../../_ui/button.tsx";
import { ErrorSummary } from "../../../../_ui/error-summary.tsx";
import { AlreadyHas } from "./already-has.tsx";
import { Facts } from "./facts.tsx";
import { GroupFieldset } from "./group-fieldset.tsx";
import { NothingToAllow } from "./nothing-to-allow.tsx";
import { Presets } from "./presets.tsx";
import { ToolCount } from "./tool-count.tsx";

type PermissionFormProps = {
  request: ConsentRequest;
  member: MemberActor;
  offer: Offer;
  /** The person asked for a connection of its own instead of adding to one. */
  isSeparate: boolean;
  ticked: readonly string[];
  /** Null when the form came back with nothing ticked. */
  preset: Preset | null;
  csrf: string;
};

const FORM_ID = "permissions";

/** One plain form: the groups, what to know, and two buttons of the same size. */
export function PermissionForm({
  request,
  member,
  offer,
  isSeparate,
  ticked,
  preset,
  csrf,
}: PermissionFormProps) {
  const { offered, needed, widens } = offer;
  const t = useTranslations("consent.form");
  const app = () => <bdi>{request.client.name}</bdi>;
  const firstOpen = offered.find((group) => group.locked === null);
  return (
    <form id={FORM_ID} method="post" action={`/connect/${request.uid}/answer`} className="grid gap-6">
      {/* The form's default button is this one, so Enter in a field does nothing: outside a dialog this method sends
          nothing, and a disabled button would only pass the role on to Deny. */}
      <button type="submit" formMethod="dialog" hidden aria-hidden="true" tabIndex={-1} />
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="org" value={member.tenantSlug} />
      {widens && <input type="hidden" name="widens" value={widens.grantId} />}
      {isSeparate && <input type="hidden" name="separate" value="yes" />}
      {preset === null && firstOpen && (
        <ErrorSummary
          title={t("nothing.title")}
          errors={[{ fieldId: `group-${firstOpen.id}`, message: t("nothing.text") }]}
        />
      )}
      {!firstOpen && <NothingToAllow isRestricted={offered.length > 0} />}
      {offered.length > 0 && (
        <div className="grid gap-4">
          {widens && <p className="font-medium wrap-anywhere">{t.rich("alsoWants", { app })}</p>}
          {!widens && firstOpen && (
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <Presets uid={request.uid} slug={member.tenantSlug} current={preset} isSeparate={isSeparate} />
              <ClientMessages namespaces={["consent"]}>
                <ToolCount formId={FORM_ID} sizes={toSizes(offered)} ticked={[...ticked]} />
              </ClientMessages>
            </div>
          )}
          <TickedNote request={request} offer={offer} />
          <GroupFieldset offered={offered} ticked={ticked} needed={needed} />
          {widens && <AlreadyHas request={request} slug={member.tenantSlug} widens={widens} />}
        </div>
      )}
      <Facts isAddition={widens !== null} />
      <div className="grid grid-cols-2 gap-3">
        <Button type="submit" name="decision" value="deny" size="touch" isWide>
          {t("deny")}
        </Button>
        <Button type="submit" name="decision" value="allow" size="touch" isWide disabled={!firstOpen}>
          <span className="min-w-0 wrap-anywhere">{t.rich("allow", { app })}</span>
        </Button>
      </div>
    </form>
  );
}

/** Why the boxes are ticked as they are. */
function TickedNote({ request, offer }: { request: ConsentRequest; offer: Offer }) {
  const t = useTranslations("consent.form");
  const app = () => <bdi>{request.client.name}</bdi>;
  const key = offer.had ? "had" : request.saidNothing && !offer.widens ? "saidNothing" : "neverTicked";
  return <p className="wrap-anywhere text-muted">{t.rich(key, { app })}</p>;
}

function toSizes(offered: Offer["offered"]): Record<string, number> {
  return Object.fromEntries(offered.map((group) => [group.id, group.tools.length]));
}
