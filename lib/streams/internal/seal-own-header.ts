import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { type HeaderPlace, sealHeader } from "./seal-secrets.ts";

/** Of a shorter value four characters would give away too much. */
const SHOWN_LENGTH_MIN = 12;

type Given = { tenantId: TenantId; streamId: string; origin: string; name: string; value: string };
export type SealedHeader = {
  headerName: string | null;
  headerSealed: Uint8Array<ArrayBuffer> | null;
  headerLastFour: string | null;
};

export const NO_HEADER: SealedHeader = { headerName: null, headerSealed: null, headerLastFour: null };

/** A collector's own header as it is kept: of its value only the last four characters are ever shown again. */
export function sealOwnHeader({ value, ...place }: Given): SealedHeader {
  const at: HeaderPlace = place;
  return {
    headerName: place.name,
    headerSealed: sealHeader(value, at),
    headerLastFour: value.length < SHOWN_LENGTH_MIN ? "" : value.slice(-4),
  };
}
