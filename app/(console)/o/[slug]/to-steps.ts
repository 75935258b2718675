import type { Overview } from "#lib/activity/get-overview.ts";
import { can, type Role } from "#lib/kernel/permissions.ts";

export type StepKey = "instance" | "tested" | "reviewed" | "connected" | "invited" | "called";
export type FirstStep = { key: StepKey; isDone: boolean; path: string };

/** The first steps that role can take, in their order, each with where it is taken. */
export function toFirstSteps(role: Role, steps: Overview["steps"]): FirstStep[] {
  const all: (FirstStep & { isOpen: boolean })[] = [
    {
      key: "instance",
      isDone: steps.hasInstance,
      path: "/instances/new",
      isOpen: can(role, "upstream:write"),
    },
    { key: "tested", isDone: steps.isTested, path: "/instances", isOpen: can(role, "upstream:write") },
    { key: "reviewed", isDone: steps.isReviewed, path: "/instances", isOpen: can(role, "upstream:write") },
    {
      key: "connected",
      isDone: steps.hasConnected,
      path: can(role, "attempt:read") ? "/attempts/waiting" : "/connections",
      isOpen: true,
    },
    { key: "invited", isDone: steps.hasInvited, path: "/members", isOpen: can(role, "member:write") },
    { key: "called", isDone: steps.hasCalled, path: "/activity", isOpen: true },
  ];
  return all.filter(({ isOpen }) => isOpen).map(({ isOpen: _isOpen, ...step }) => step);
}
