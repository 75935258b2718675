import { expect, test } from "vitest";
import { POST } from "./route.ts";

function post(theme: string, referer?: string): Promise<Response> {
  const headers = new Headers(referer ? { referer } : {});
  return POST(
    new Request("https://connect.test/theme", {
      method: "POST",
      headers,
      body: new URLSearchParams({ theme }),
    }),
  );
}

test("the theme is kept in a cookie that scripts cannot read", async () => {
  const cookie = (await post("dark")).headers.get("set-cookie");
  expect(cookie).toMatch(/^theme=dark; Path=\/; .*HttpOnly; SameSite=Lax$/);
});

test("an unknown theme becomes the device's, never the text that was sent", async () => {
  expect((await post("dark; Domain=evil.test")).headers.get("set-cookie")).toMatch(/^theme=system;/);
});

test.each([
  ["https://connect.test/o/acme/tools?role=member", "/o/acme/tools?role=member"],
  ["https://connect.test//evil.test/x", "/evil.test/x"],
  ["https://connect.test/\\evil.test/x", "/evil.test/x"],
  ["https://evil.test/", "/"],
  ["not an address", "/"],
  [undefined, "/"],
])("coming from %s it goes back to %s, on our own origin", async (referer, location) => {
  const response = await post("light", referer);
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe(location);
});
