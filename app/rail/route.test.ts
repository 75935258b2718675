import { expect, test } from "vitest";
import { POST } from "./route.ts";

function post(body: BodyInit, type = "application/x-www-form-urlencoded"): Promise<Response> {
  const headers = { "content-type": type, referer: "https://connect.test/o/acme/tools?role=member" };
  return POST(new Request("https://connect.test/rail", { method: "POST", headers, body }));
}

test.each(["folded", "open"])("%s is kept in a cookie that scripts cannot read", async (rail) => {
  const cookie = (await post(`rail=${rail}`)).headers.get("set-cookie");
  expect(cookie).toMatch(new RegExp(`^rail=${rail}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax$`));
});

test("it goes back to the button on the page it stood on, so the focus stays", async () => {
  const response = await post("rail=folded");
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/o/acme/tools?role=member#fold-rail");
});

test.each([
  ["rail=folded; Domain=evil.test", "application/x-www-form-urlencoded"],
  ["{}", "application/json"],
])("%s is the open rail, never the text that was sent", async (body, type) => {
  expect((await post(body, type)).headers.get("set-cookie")).toMatch(/^rail=open;/);
});
