import { cookies } from "next/headers";
import { type ReactNode, Suspense } from "react";
import { SCRIPTS_COOKIE } from "./scripts.ts";
import { HeaderSkeleton, Loading } from "./skeleton.tsx";

/**
 * A page that comes after its skeleton. What comes late comes in pieces, which a script puts in their places: where
 * scripts are off the page comes whole instead, so that no button stands outside its form. Not a `loading.tsx`, since
 * nothing can take the pieces of one together. `skeleton` is what stands below the heading.
 */
export async function Arriving({ skeleton, children }: { skeleton: ReactNode; children: ReactNode }) {
  if ((await cookies()).get(SCRIPTS_COOKIE)?.value === "off") return children;
  return (
    <Suspense
      fallback={
        <Loading>
          <HeaderSkeleton />
          {skeleton}
        </Loading>
      }
    >
      {children}
    </Suspense>
  );
}
