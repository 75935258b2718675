import { writeToolsCsv } from "../_kit/tools.ts";

/** The tools a directory is shown, as a file. */
export function GET(): Response {
  return new Response(writeToolsCsv(), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="tools.csv"',
      "x-robots-tag": "noindex",
    },
  });
}
