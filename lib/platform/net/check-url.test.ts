import { describe, expect, test } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { isGlobalAddress } from "./check-address.ts";
import { checkUrl } from "./check-url.ts";
import { netReasonOf } from "./net-error.ts";

function refusalOf(url: string, allow: string[] = []): string | undefined {
  try {
    checkUrl(url, allow);
    return undefined;
  } catch (error) {
    expect(isDomainError(error, "invalid_input")).toBe(true);
    return netReasonOf(error);
  }
}

const REFUSED = {
  E01: [
    "https://localhost:9443/c.json",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://a.localhost/",
    "https://127.0.0.1/",
    "https://127.0.0.1./",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::]/",
    "https://0.0.0.0/",
    "https://0/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[fd00:ec2::254]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[5f00::1]/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://168.63.129.16/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://192.0.0.192/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://printer.local/",
    "https://router/",
    "https://router.home.arpa/",
  ],
  H01: [
    "http://mcp.example.com/",
    "ftp://mcp.example.com/",
    "file:///etc/passwd",
    "gopher://mcp.example.com/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "blob:https://mcp.example.com/x",
    "ws://mcp.example.com/",
    "//mcp.example.com/",
    "/mcp",
    "mcp.example.com",
    "",
    "https:",
    "https://",
    "https:///mcp.example.com/",
    "https:/mcp.example.com/",
    "https:mcp.example.com/",
    "https://user@mcp.example.com/",
    "https://user:pass@mcp.example.com/",
    "https://@mcp.example.com/",
    "https://mcp.example.com@127.0.0.1/",
    "https://mcp.example.com#@evil.example/",
    "https://mcp.example.com/#fragment",
    "https://mcp.example.com/#",
    `https://mcp.example.com/${"a".repeat(2048)}`,
  ],
  H02: [
    "https://victim.example.com:22/",
    "https://victim.example.com:6379/",
    "https://victim.example.com:5432/",
    "https://victim.example.com:8443/",
    "https://victim.example.com:80/",
    "https://victim.example.com:0/",
    "https://victim.example.com:65536/",
    "http://victim.example.com:443/",
  ],
  H28: [
    "https://ⓛocalhost/",
    "https://ⓔxample.com/",
    "https://127。0。0。1/",
    "https://127.0.0.1/",
    "https://１２７.0.0.1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://a%2eb/",
    "https://mcp%2eexample%2ecom/",
    "https://%31%32%37.0.0.1/",
    "https://%6cocalhost/",
    "https://mcp.example.com\\@127.0.0.1/",
    "https:\\\\mcp.example.com/",
    "https://mcp.exa\tmple.com/",
    "https://mcp.example.com/\r\nHost: x",
    " https://mcp.example.com/",
    "https://mcp.example.com/\u0000",
    "https://mcp.example.com./",
    "https://mcp..example.com/",
    "https://-mcp.example.com/",
    "https://mcp_.example.com/",
    "https://example.com\u00ad/",
    "https://exam\u200bple.com/",
    "https://clаude.ai/",
    "https://mcp.example.com:0443/",
    "https://mcp.example.com:/",
  ],
};

describe.each(Object.entries(REFUSED))("%s", (id, urls) => {
  test.each(urls)(`${id}: refuses %j before any lookup`, (url) => {
    expect(refusalOf(url)).toMatch(/^(?:bad_url|refused_address)$/);
  });
});

describe("accepted", () => {
  test.each([
    ["https://mcp.example.com", "https://mcp.example.com", "/"],
    ["https://MCP.Example.com:443/a/b?c=d%20e", "https://mcp.example.com", "/a/b?c=d%20e"],
    ["https://xn--bcher-kva.example/x", "https://xn--bcher-kva.example", "/x"],
    ["https://93.184.215.14/", "https://93.184.215.14", "/"],
    ["https://[2606:4700::1111]/", "https://[2606:4700::1111]", "/"],
    ["https://mcp.example.com/a@b?u=https://x/%5c", "https://mcp.example.com", "/a@b?u=https://x/%5c"],
  ])("%s", (url, origin, path) => {
    expect(checkUrl(url, [])).toMatchObject({ origin, path, isAllowed: false });
  });
});

describe("the operator's exceptions", () => {
  const allow = ["localhost:8931", "127.0.0.1:8931", "[::1]:8931", "trinity:80", "Inside.example.com:443"];

  test.each([
    "http://localhost:8931/mcp",
    "https://localhost:8931/mcp",
    "http://127.0.0.1:8931/",
    "http://[::1]:8931/",
    "http://trinity/",
    "https://inside.example.com/",
  ])("%s may be fetched", (url) => {
    expect(checkUrl(url, allow).isAllowed).toBe(true);
  });

  test.each([
    "http://localhost:8932/",
    "http://localhost/",
    "http://127.0.0.2:8931/",
    "http://127.1:8931/",
    "http://2130706433:8931/",
    "http://user@localhost:8931/",
    "http://localhost:8931/#x",
    "http://localhost.:8931/",
    "http://localhost:8931.example.com/",
    "ftp://localhost:8931/",
    "http://inside.example.com/",
    "https://trinity/",
  ])("%s stays refused", (url) => {
    expect(refusalOf(url, allow)).toBeDefined();
  });
});

test("only text that is one canonical global address is global", () => {
  for (const address of ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450::1"]) {
    expect(isGlobalAddress(address)).toBe(true);
  }
  for (const address of [
    "",
    "localhost",
    "127.1",
    "010.0.0.1",
    "0x8.8.8.8",
    "134744072",
    "fe80::1%eth0",
    "64:ff9b::808:808",
    "::7f00:1",
    "::2",
    "4000::1",
    "e000::1",
  ]) {
    expect(isGlobalAddress(address)).toBe(false);
  }
});
