import { getConfig } from "#lib/platform/config/get-config.ts";
import { loadKit } from "../submission-kit/_kit/load-kit.ts";
import { packKit } from "../submission-kit/_kit/pack-kit.ts";
import { KIT_PATH } from "../submission-kit/_kit/words.ts";

/** All of the submission kit in one archive. */
export async function GET(): Promise<Response> {
  const { publicUrl } = getConfig();
  const archive = packKit(await loadKit(), { publicUrl, address: `${publicUrl}${KIT_PATH}` });
  return new Response(archive, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": 'attachment; filename="submission-kit.zip"',
      "x-robots-tag": "noindex",
    },
  });
}
