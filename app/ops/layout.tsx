import { AppWindow, Building2, Gauge, HeartPulse, ListChecks, Siren } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { SessionEnd } from "../(console)/_components/session-end.tsx";
import { toOrganisationLinks } from "../(console)/sections.ts";
import { requirePersonHere } from "../_http/current-person.ts";
import { requireOperator } from "../_http/require-operator.ts";
import { AppShell } from "../_ui/app-shell.tsx";
import { OPS_SECTIONS, type OpsSection } from "./sections.ts";

const ICONS: Record<OpsSection, ReactNode> = {
  overview: <Gauge aria-hidden="true" />,
  tenants: <Building2 aria-hidden="true" />,
  clients: <AppWindow aria-hidden="true" />,
  health: <HeartPulse aria-hidden="true" />,
  preflight: <ListChecks aria-hidden="true" />,
  incidents: <Siren aria-hidden="true" />,
};

/** The frame of the operators' pages. For anybody else there is nothing here. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  await requireOperator();
  const person = await requirePersonHere();
  const [memberships, t] = await Promise.all([listMemberships(person), getTranslations("ops.rail")]);
  const nav = OPS_SECTIONS.map(({ path, key }) => ({
    href: path,
    label: t(key),
    icon: ICONS[key],
    ...(path === "/ops" ? { isExact: true } : {}),
  }));
  return (
    <AppShell
      organisations={toOrganisationLinks(memberships)}
      nav={[nav]}
      navLabel={t("label")}
      person={person}
      personLinks={[{ href: "/me", label: t("profile") }]}
      signOut={{ action: "/sign-out" }}
      notice={<SessionEnd />}
    >
      {children}
    </AppShell>
  );
}
