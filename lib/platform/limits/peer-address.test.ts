import { expect, test } from "vitest";
import { currentPeerAddress, toPeerKey, withPeerAddress } from "./peer-address.ts";

test.each([
  ["8.8.4.4", "8.8.4.4"],
  ["::ffff:8.8.4.4", "8.8.4.4"],
  ["2a00:1450:4001:830::200e", "2a00:1450:4001:830::/64"],
  ["2a00:1450:4001:830:ffff::1", "2a00:1450:4001:830::/64"],
  ["2002:808:404::1", "2002:808:404:0::/64"],
  ["2001:0:53aa:64c::1", "2001:0:53aa:64c::/64"],
  ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
  ["240.0.0.1", "240.0.0.1"],
  ["100.64.0.1", null],
  ["127.0.0.1", null],
  ["::1", null],
  ["10.1.2.3", null],
  ["192.168.0.9", null],
  ["fd00::1", null],
  ["fe80::1%eth0", null],
  ["not an address", null],
])("%s is counted as %s", (address, key) => {
  expect(toPeerKey(address)).toBe(key);
});

test("outside a request nobody's address is known, inside one it follows the work", async () => {
  expect(currentPeerAddress()).toBeNull();
  const seen = await withPeerAddress("8.8.4.4", async () => {
    await Promise.resolve();
    return currentPeerAddress();
  });
  expect(seen).toBe("8.8.4.4");
  expect(withPeerAddress(undefined, currentPeerAddress)).toBeNull();
});
