import type { OfferedGroup } from "#lib/access/list-offered-groups.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import type { Preset } from "#lib/oauth/suggest-groups.ts";
import { Banner } from "../../../../_ui/banner.tsx";
import { Button } from "../../../../_ui/button.tsx";
import { ErrorSummary } from "../../../../_ui/error-summary.tsx";
import { GroupFieldset } from "./group-fieldset.tsx";
import { Presets } from "./presets.tsx";
import { ToolCount } from "./tool-count.tsx";

type PermissionFormProps = {
  request: ConsentRequest;
  member: MemberActor;
  offered: readonly OfferedGroup[];
  ticked: readonly string[];
  preset: Preset;
  isNothingTicked: boolean;
  csrf: string;
};

const FORM_ID = "permissions";

/** One plain form: the groups, what to know, and two buttons of the same size. */
export function PermissionForm({
  request,
  member,
  offered,
  ticked,
  preset,
  isNothingTicked,
  csrf,
}: PermissionFormProps) {
  const sizes = Object.fromEntries(offered.map((group) => [group.id, group.tools.length]));
  const firstBox = offered.find((group) => group.locked === null);
  return (
    <form id={FORM_ID} method="post" action={`/connect/${request.uid}/answer`} className="grid gap-6">
      {/* The form's default button is this one, and it is off: Enter in a field sends nothing. */}
      <button type="submit" disabled hidden aria-hidden="true" tabIndex={-1} />
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="org" value={member.tenantSlug} />
      {isNothingTicked && firstBox && (
        <ErrorSummary
          title="Nothing is ticked"
          errors={[
            { fieldId: `group-${firstBox.id}`, message: "Tick at least one tool group, or choose Deny." },
          ]}
        />
      )}
      {offered.length === 0 ? (
        <Banner tone="warn" title="There is nothing to allow yet">
          This organisation has no approved tools. An admin adds a Trinity instance and approves its tools
          first.
        </Banner>
      ) : (
        <div className="grid gap-4">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <Presets uid={request.uid} slug={member.tenantSlug} current={preset} />
            <ToolCount formId={FORM_ID} sizes={sizes} ticked={[...ticked]} />
          </div>
          {request.saidNothing && (
            <p className="text-muted">
              <bdi>{request.client.name}</bdi> did not say what it needs.
            </p>
          )}
          <GroupFieldset offered={offered} ticked={ticked} />
        </div>
      )}
      <Facts />
      <div className="grid grid-cols-2 gap-3">
        <Button type="submit" name="decision" value="deny" size="touch" isWide>
          Deny
        </Button>
        <Button
          type="submit"
          name="decision"
          value="allow"
          size="touch"
          isWide
          disabled={offered.length === 0}
        >
          <span>
            Allow <bdi>{request.client.name}</bdi>
          </span>
        </Button>
      </div>
    </form>
  );
}

function Facts() {
  return (
    <ul className="grid list-disc gap-1 ps-5 text-muted">
      <li>The connection lasts up to 180 days and ends after 30 days without use.</li>
      <li>Your organisation's owners, admins and auditors see that it exists and when it was last used.</li>
      <li>
        You can disconnect it at any time at{" "}
        <a href="/me/connections" target="_blank" rel="noreferrer" className="text-accent-text underline">
          My connections
        </a>
        ; it takes effect on the next request.
      </li>
    </ul>
  );
}
