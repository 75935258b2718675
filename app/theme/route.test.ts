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

test.each([
  ["application/json", "{}"],
  ["multipart/form-data", "no boundary"],
  ["application/x-www-form-urlencoded", `theme=dark&x=${"x".repeat(20_000)}`],
])(
  "C10: a body of type %s that is no form of ours is the device's theme, never a failure",
  async (type, body) => {
    const headers = { "content-type": type };
    const response = await POST(new Request("https://connect.test/theme", { method: "POST", headers, body }));
    expect(response.status).toBe(303);
    expect(response.headers.get("set-cookie")).toMatch(/^theme=system;/);
  },
);

test("C12: a body without end is not read to its end", async () => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
  expect((await POST(new Request("https://connect.test/theme", init))).status).toBe(303);
  expect(sent).toBeLessThan(100);
});
