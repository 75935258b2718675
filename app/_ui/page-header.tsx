import { madeAt } from "./made-at.ts";
import { PageHeading, type PageHeadingProps } from "./page-heading.tsx";
import { StaleNotice } from "./stale-notice.tsx";

/** The head of a page that shows what there is, with when it was made once that is a while ago. */
export function PageHeader(props: Omit<PageHeadingProps, "children">) {
  return (
    <PageHeading {...props}>
      <StaleNotice madeAt={madeAt()} />
    </PageHeading>
  );
}
