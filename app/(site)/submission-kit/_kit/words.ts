import { PRODUCT_NAME } from "../../../_ui/page-title.ts";

export const HEAD = {
  title: "Submission kit",
  summary: `What the form of Claude’s Connectors Directory asks about ${PRODUCT_NAME}, as this server has it: to copy, and to check against. It holds nothing that is not public, and no code of the review account.`,
} as const;

export const KIT_PATH = "/submission-kit";
export const ARCHIVE_HREF = "/submission-kit.zip";
