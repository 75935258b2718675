import "#server-only";
import Provider, { type Client } from "oidc-provider";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { constantTimeEqual, sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { findProviderKeys, findRingVersion, type ProviderKeys } from "./internal/keys/find-provider-keys.ts";
import { makeConfiguration } from "./internal/make-configuration.ts";
import { serveRequest } from "./internal/serve-request.ts";
import { mintToken } from "./internal/tokens/token-format.ts";
import { watchProvider } from "./internal/watch-provider.ts";

const NAME = "oauth.provider";

type Current = { ringVersion: string; provider: Provider };

/**
 * The process's authorization server, made at first use and again when its keys changed; requests under way end with
 * the one they began with. A failure is not remembered.
 */
export async function getProvider(): Promise<Provider> {
  const holder = once<{ current: Current | undefined }>(NAME, () => ({ current: undefined }));
  const ringVersion = await findRingVersion();
  if (holder.current?.ringVersion !== ringVersion) {
    holder.current = { ringVersion, provider: createProvider(findProviderKeys()) };
  }
  return holder.current.provider;
}

function createProvider(keys: ProviderKeys): Provider {
  const provider = new Provider(getConfig().publicUrl, makeConfiguration(keys));
  // Host and scheme are overwritten from the configuration before the provider sees a request.
  provider.proxy = true;
  provider.AccessToken.prototype.generateTokenId = function mint(this: { format?: string }) {
    this.format = "opaque";
    return mintToken("tcat_");
  };
  provider.RefreshToken.prototype.generateTokenId = () => mintToken("tcrt_");
  // What is stored of a secret is its hash.
  provider.Client.prototype.compareClientSecret = function compare(this: Client, actual: string) {
    return constantTimeEqual(sha256Hex(actual), this.clientSecret ?? "");
  };
  provider.use(serveRequest);
  watchProvider(provider);
  provider.on("server_error", (ctx, error) =>
    log.error({ err: error, path: ctx.path.split("/", 3).join("/") }, "authorization server fault"),
  );
  provider.on("error", (error) => log.error({ err: error }, "authorization server fault"));
  return provider;
}
