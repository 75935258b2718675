import type { MembershipSummary } from "#lib/tenants/list-memberships.ts";
import { TabLinks } from "../../../_ui/tab-links.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import { type Choice, toGuideHref } from "../choices.ts";

type AddressChoiceProps = {
  choice: Choice;
  /** The running organisations of whoever is signed in; null for a stranger. */
  memberships: readonly MembershipSummary[] | null;
};

/** Which of the addresses the steps below give: everybody's, or the own one of an organisation the reader is in. */
export function AddressChoice({ choice, memberships }: AddressChoiceProps) {
  if (memberships === null) {
    return (
      <p className="max-w-[72ch] text-sm text-muted">
        The address is the same for everybody; you choose the organisation while you connect. An organisation
        also has an address of its own, which chooses it for you:{" "}
        <TextLink href={`/sign-in?next=${encodeURIComponent(toGuideHref(choice))}`}>sign in</TextLink>, and
        this page offers it.
      </p>
    );
  }
  if (memberships.length === 0) return null;
  const tabs = [
    {
      href: toGuideHref({ ...choice, slug: undefined }, "#steps"),
      label: "For everybody",
      isCurrent: !choice.slug,
    },
    ...memberships.map(({ slug, name }) => ({
      href: toGuideHref({ ...choice, slug }, "#steps"),
      label: name,
      isCurrent: slug === choice.slug,
    })),
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)]">
      <p className="max-w-[72ch] text-sm text-muted">
        Which address to give: the one for everybody, where you choose the organisation while you connect, or
        an organisation’s own, which leads there and nowhere else. Use it to connect two organisations from
        one Claude.
      </p>
      <TabLinks label="Address" tabs={tabs} />
    </div>
  );
}
