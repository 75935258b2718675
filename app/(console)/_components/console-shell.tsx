import { Home, KeyRound, MonitorSmartphone, Plug, Server } from "lucide-react";
import type { ReactNode } from "react";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { AppShell } from "../../_ui/app-shell.tsx";
import type { NavItem } from "../../_ui/navigation.tsx";
import { FinishConnecting } from "./finish-connecting.tsx";

const PERSON_LINKS = [
  { href: "/me/connections", label: "My connections" },
  { href: "/me/sign-in", label: "Sign-in" },
];

/** The frame of every signed-in page: an organisation's, or with no `member` a personal one. */
export async function ConsoleShell(props: {
  person: PersonActor;
  member?: MemberActor;
  children: ReactNode;
}) {
  const { person, member, children } = props;
  const memberships = await listMemberships(person);
  return (
    <AppShell
      organisations={memberships.map(({ name, slug, role }) => ({ name, slug, role, href: `/o/${slug}` }))}
      currentSlug={member?.tenantSlug}
      createOrganisationHref="/welcome"
      role={member?.role}
      nav={[member ? toNavigation(`/o/${member.tenantSlug}`) : PERSONAL]}
      navLabel={member ? "Organisation" : "Your account"}
      person={person}
      personLinks={PERSON_LINKS}
      signOut={{ action: "/sign-out" }}
      banner={<FinishConnecting />}
    >
      {children}
    </AppShell>
  );
}

const PERSONAL: NavItem[] = [
  { href: "/me/connections", label: "My connections", icon: <Plug aria-hidden="true" /> },
  { href: "/me/sign-in", label: "Sign-in", icon: <KeyRound aria-hidden="true" /> },
  { href: "/me/sessions", label: "Browsers", icon: <MonitorSmartphone aria-hidden="true" /> },
];

function toNavigation(base: string): NavItem[] {
  return [
    { href: base, label: "Overview", icon: <Home aria-hidden="true" />, isExact: true },
    { href: `${base}/connections`, label: "Connections", icon: <Plug aria-hidden="true" /> },
    {
      href: `${base}/instances`,
      label: "Instances",
      icon: <Server aria-hidden="true" />,
      roles: ["owner", "admin", "auditor"],
    },
    {
      href: `${base}/sign-in`,
      label: "Sign-in",
      icon: <KeyRound aria-hidden="true" />,
      roles: ["owner", "admin", "auditor"],
    },
  ];
}
