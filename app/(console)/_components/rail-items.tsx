import {
  AppWindow,
  ChartNoAxesColumn,
  FolderDown,
  Home,
  KeyRound,
  KeySquare,
  MonitorSmartphone,
  Plug,
  ScrollText,
  Server,
  Settings,
  Stethoscope,
  UserRound,
  Users,
  Wrench,
} from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Role } from "#lib/kernel/permissions.ts";
import type { NavItem } from "../../_ui/navigation.tsx";
import { type SectionKey, SECTIONS } from "../sections.ts";

const ICONS: Record<SectionKey, ReactNode> = {
  overview: <Home aria-hidden="true" />,
  connections: <Plug aria-hidden="true" />,
  tools: <Wrench aria-hidden="true" />,
  instances: <Server aria-hidden="true" />,
  members: <Users aria-hidden="true" />,
  apps: <AppWindow aria-hidden="true" />,
  activity: <ChartNoAxesColumn aria-hidden="true" />,
  audit: <ScrollText aria-hidden="true" />,
  attempts: <Stethoscope aria-hidden="true" />,
  settings: <Settings aria-hidden="true" />,
};

/** What waits behind a section, for the number beside its name. */
export type Waiting = Partial<Record<SectionKey, number>>;

/** The rail of an organisation: what a role cannot open is absent. */
export async function railItems(slug: string, role: Role, waiting: Waiting = {}): Promise<NavItem[][]> {
  const t = await getTranslations("shell.rail");
  const groups: NavItem[][] = [[], [], []];
  for (const { path, key, group, roles } of SECTIONS) {
    if (!roles.includes(role)) continue;
    const count = waiting[key];
    groups[group]?.push({
      href: path === "" ? `/o/${slug}` : `/o/${slug}/${path}`,
      label: t(key),
      icon: ICONS[key],
      ...(path === "" ? { isExact: true } : {}),
      ...(count === undefined ? {} : { count, countLabel: t("waiting", { count }) }),
    });
  }
  return groups;
}

/** The rail of the personal pages. */
export async function personalItems(): Promise<NavItem[][]> {
  const t = await getTranslations("shell.personal");
  return [
    [
      { href: "/me", label: t("profile"), icon: <UserRound aria-hidden="true" />, isExact: true },
      { href: "/me/connections", label: t("connections"), icon: <Plug aria-hidden="true" /> },
      { href: "/me/trinity-keys", label: t("trinityKeys"), icon: <KeySquare aria-hidden="true" /> },
      { href: "/me/sign-in", label: t("signIn"), icon: <KeyRound aria-hidden="true" /> },
      { href: "/me/sessions", label: t("browsers"), icon: <MonitorSmartphone aria-hidden="true" /> },
      { href: "/me/data", label: t("data"), icon: <FolderDown aria-hidden="true" /> },
    ],
  ];
}
