import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ToolDetail } from "#lib/access/get-tool.ts";
import type { RoleVerdict } from "#lib/access/list-tool-policies.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { Section } from "../../../../../_ui/section.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { NotAllowed } from "../../../../_components/not-allowed.tsx";
import { PolicyForm } from "./policy-form.tsx";
import { StateForm } from "./state-form.tsx";
import { SwitchButton } from "./switch-button.tsx";

type ToolAccessProps = { actor: MemberActor; row: ToolDetail; mayChange: boolean };

/** Each role with its switch and, in words, the layer that says no although the switch is on, or why it is off. */
export function ToolAccess({ actor, row, mayChange }: ToolAccessProps) {
  const t = useTranslations("tools");
  const { id, upstreamId, name, tool, roles, state, change, hash, seen } = row;
  const { tenantSlug: slug } = actor;
  const isOn = state === "approved";
  const isSwitchable = mayChange && state !== "gone";
  const list = (
    <ul className="divide-y divide-line">
      {ROLES.map((role) => (
        <li key={role} className="grid grid-cols-[5rem_auto_minmax(0,1fr)] items-center gap-3 py-2">
          <span className="font-medium">{t(`roles.${role}`)}</span>
          {isSwitchable ? (
            <SwitchButton
              name="one"
              value={JSON.stringify({ name, role, isAllowed: !roles[role].isAllowed })}
              label={t("list.switch", { tool: tool.title, role: t(`roles.${role}`) })}
              isOn={roles[role].isAllowed}
            />
          ) : (
            <span>{t(roles[role].isAllowed ? "onOff.on" : "onOff.off")}</span>
          )}
          <Answer verdict={roles[role]} />
        </li>
      ))}
    </ul>
  );
  return (
    <Section title={t("detail.access")}>
      {state === "pending" && (
        <p>
          {t.rich("detail.review", {
            link: (text) => <TextLink href={`/o/${slug}/tools/changes`}>{text}</TextLink>,
          })}
        </p>
      )}
      {isSwitchable ? (
        <PolicyForm slug={slug} seen={seen}>
          {list}
        </PolicyForm>
      ) : (
        list
      )}
      {(isOn || (state === "off" && change === null)) &&
        (mayChange ? (
          <StateForm slug={slug} tool={{ id, upstreamId, hash, isOn }} />
        ) : (
          <NotAllowed
            actor={actor}
            permission="tool-policy:write"
            actions={[t(isOn ? "detail.switchOff" : "detail.switchOn")]}
          />
        ))}
    </Section>
  );
}

function Answer({ verdict: { own, shared } }: { verdict: RoleVerdict }) {
  const t = useTranslations("tools.layers");
  const isAllowed = own === null;
  const Icon = isAllowed ? Check : Minus;
  return (
    <span className="flex min-w-0 items-start gap-1.5 text-table">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${isAllowed ? "text-ok" : "text-muted"}`} />
      <span className="min-w-0">
        {t(own ?? "yes")}
        {isAllowed && shared !== null && <span className="text-muted"> ({t("sharedNo")})</span>}
      </span>
    </span>
  );
}
