import "#server-only";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { command } from "#lib/verbs/command.ts";
import { LogoInput } from "../../schema.ts";
import { saveLogo } from "./store.ts";

/** Stores a picture of our own making. The audit row has its hash and size, not the picture. */
export const recordLogo = command({
  action: "tenant.set-logo",
  permission: "tenant:write",
  input: LogoInput,
  isLate: true,
  async run({ tx, actor: { tenantId } }, { image }) {
    const hash = sha256Hex(image);
    const before = await saveLogo(tx, tenantId, { hash, image: Uint8Array.from(image) });
    return {
      result: { hash },
      audit: { target: tenantId, before: { sha256: before }, after: { sha256: hash, bytes: image.length } },
    };
  },
});
