import "#server-only";
import { SENDS_MAX } from "../../policy.ts";

/** Why an address is not invited. */
export type AddressRefusal = "member" | "domain" | "sent_too_often" | "flooded" | "over_limit";

type Judged = {
  isMember: boolean;
  isAdmitted: boolean;
  /** How often one that waits was sent; null where none does. */
  sentCount: number | null;
  /** How many more may be invited. */
  room: number;
};

export function judgeAddress({
  isMember,
  isAdmitted,
  sentCount,
  room,
}: Judged): Exclude<AddressRefusal, "flooded"> | null {
  if (isMember) return "member";
  if (!isAdmitted) return "domain";
  if (sentCount !== null) return sentCount >= SENDS_MAX ? "sent_too_often" : null;
  return room <= 0 ? "over_limit" : null;
}
