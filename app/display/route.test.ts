import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { POST } from "./route.ts";

const FORM = "application/x-www-form-urlencoded";

function post(body: BodyInit, { cookie = "", type = FORM, referer = "" } = {}): Promise<Response> {
  const headers = new Headers({ "content-type": type, cookie, referer });
  return POST(new NextRequest("https://connect.test/display", { method: "POST", headers, body }));
}

test("what is chosen joins what was in a cookie that scripts cannot read", async () => {
  const form = "table=audit&density=compact&offered=from&offered=who&shown=who";
  const response = await post(form, {
    cookie: "theme=dark; display=shortcuts=off&connections=groups",
    referer: "https://connect.test/o/acme/audit?who=ada",
  });
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/o/acme/audit?who=ada#view");
  expect(response.headers.get("set-cookie")).toMatch(
    /^display=density=compact&shortcuts=off&connections=groups&audit=from; Path=\/; Max-Age=\d{8}; HttpOnly; SameSite=Lax$/,
  );
});

test("when all is as it is for everybody again, the cookie says nothing", async () => {
  const response = await post("density=comfortable", { cookie: "display=density=compact" });
  expect(response.headers.get("set-cookie")).toMatch(/^display=; Path/);
});

test("what was sent is never written as it came, and leads to no other host", async () => {
  const form = "table=audit&density=x%3B+Domain%3Devil.test&offered=from%3B+Secure";
  const response = await post(form, { referer: "https://connect.test//evil.test/x" });
  expect(response.headers.get("set-cookie")).toMatch(/^display=; Path/);
  expect(response.headers.get("location")).toBe("/evil.test/x#view");
});

test.each([
  ["application/json", "{}"],
  ["multipart/form-data", "no boundary"],
  [FORM, `density=compact&x=${"x".repeat(20_000)}`],
])(
  "C10: a body of type %s that is no form of ours changes nothing, and is no failure",
  async (type, body) => {
    const response = await post(body, { type, cookie: "display=audit=from" });
    expect(response.status).toBe(303);
    expect(response.headers.get("set-cookie")).toMatch(/^display=audit=from;/);
  },
);
