import "#server-only";
import Provider from "oidc-provider";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { log } from "#lib/platform/log/log.ts";
import { once, takeOnce } from "#lib/platform/registry/once.ts";
import { makeConfiguration } from "./internal/make-configuration.ts";
import { serveRequest } from "./internal/serve-request.ts";
import { mintToken } from "./internal/tokens/token-format.ts";

const NAME = "oauth.provider";

/** The process's authorization server, made at first use; a failure is not remembered. */
export async function getProvider(): Promise<Provider> {
  try {
    return await once(NAME, createProvider);
  } catch (error) {
    takeOnce(NAME);
    throw error;
  }
}

async function createProvider(): Promise<Provider> {
  const provider = new Provider(getConfig().publicUrl, await makeConfiguration());
  // Host and scheme are overwritten from the configuration before the provider sees a request.
  provider.proxy = true;
  provider.AccessToken.prototype.generateTokenId = function mint(this: { format?: string }) {
    this.format = "opaque";
    return mintToken("tcat_");
  };
  provider.RefreshToken.prototype.generateTokenId = () => mintToken("tcrt_");
  provider.use(serveRequest);
  provider.on("server_error", (ctx, error) =>
    log.error({ err: error, path: ctx.path.split("/", 3).join("/") }, "authorization server fault"),
  );
  provider.on("error", (error) => log.error({ err: error }, "authorization server fault"));
  return provider;
}
