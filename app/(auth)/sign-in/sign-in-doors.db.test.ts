import { beforeEach, describe, expect, test, vi } from "vitest";
import { findSession } from "#lib/identity/find-session.ts";
import { findSignIn } from "#lib/identity/find-sign-in.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { POST as postSession } from "../session/route.ts";
import { POST as postSignOut } from "../sign-out/route.ts";
import { POST as postCheck } from "./check/route.ts";
import { POST as postRequest } from "./request/route.ts";

useDatabase();

const ORIGIN = "http://localhost:3000";
type Door = (request: Request) => Promise<Response>;
let address = "";
let counter = 0;
let jar = new Map<string, string>();

beforeEach(() => {
  address = `door-${(counter += 1)}@acme.example`;
  jar = new Map();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

/** Posts as a browser would: with its cookies, keeping what comes back. */
async function post(
  door: Door,
  fields: Record<string, string>,
  headers: Record<string, string> = { origin: ORIGIN, "sec-fetch-site": "same-origin" },
): Promise<Response> {
  const request = new Request(`${ORIGIN}/door`, {
    method: "POST",
    headers: { ...headers, cookie: cookieHeader() },
    body: new URLSearchParams(fields),
  });
  const response = await door(request);
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value) jar.set(name, value);
    else jar.delete(name);
  }
  return response;
}

const cookieHeader = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
const sentCode = () =>
  /\b[0-9]{6}\b/.exec(listLocalMails().find(({ to }) => to === address)?.text ?? "")?.[0] ?? "none";
const wrongCode = () => String((Number(sentCode()) + 1) % 1_000_000).padStart(6, "0");
const whereTo = (response: Response) => `${response.status} ${response.headers.get("location")}`;

describe("the whole way", () => {
  test("address, code, and on to where the person was headed", async () => {
    expect(whereTo(await post(postRequest, { email: address, next: "/connect/abc" }))).toBe(
      "303 /sign-in/code",
    );
    const response = await post(postCheck, { code: sentCode() });
    expect(whereTo(response)).toBe("303 /connect/abc");
    expect([...jar.keys()]).toEqual(["connect.session", "connect.known"]);
    expect((await findSession(cookieHeader()))?.actor.email).toBe(address);
  });

  test("sign-out ends the session, and goes on to sign in again where a page asked for that", async () => {
    await post(postRequest, { email: address });
    await post(postCheck, { code: sentCode() });
    const signedIn = cookieHeader();
    expect(whereTo(await post(postSignOut, { next: "/connect/abc" }))).toBe(
      "303 /sign-in?next=%2Fconnect%2Fabc",
    );
    expect(await findSession(signedIn)).toBeNull();
    expect(whereTo(await post(postSignOut, { next: "//evil.example" }))).toBe("303 /signed-out");
    // What remains opens nothing: it lets this browser ask for codes apart from strangers.
    expect([...jar.keys()]).toEqual(["connect.known"]);
  });

  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/..//evil.example",
    "javascript:1",
  ])("J20: next=%s leads nowhere but home", async (next) => {
    await post(postRequest, { email: address, next });
    expect(whereTo(await post(postCheck, { code: sentCode() }))).toBe("303 /o");
  });

  test("neither address nor code is ever in a place to go", async () => {
    const answers = [
      await post(postRequest, { email: address }),
      await post(postCheck, { code: wrongCode() }),
      await post(postRequest, {}),
      await post(postCheck, { code: sentCode() }),
    ];
    const places = answers.map((response) => response.headers.get("location")).join(" ");
    expect(places).toBe("/sign-in/code /sign-in/code?problem=wrong /sign-in/code?problem=too_early /o");
    expect(JSON.stringify([...jar.values()])).not.toContain(address);
  });
});

describe("what the forms answer", () => {
  test("an address that is none: back to the form, what was typed kept", async () => {
    const response = await post(postRequest, { email: '"x"@acme.example', next: "/o/acme" });
    expect(whereTo(response)).toBe("303 /sign-in?next=%2Fo%2Facme&problem=invalid_address");
    expect(findSignIn(cookieHeader())).toEqual({
      address: '"x"@acme.example',
      next: "/o/acme",
      problem: { reason: "invalid_address" },
    });
    expect(whereTo(await post(postCheck, { code: "123456" }))).toBe("303 /sign-in");
  });

  test("a wrong code says how many tries are left, five burn it", async () => {
    await post(postRequest, { email: address });
    const problems = [];
    for (let tries = 0; tries < 5; tries += 1) {
      await post(postCheck, { code: wrongCode() });
      problems.push(findSignIn(cookieHeader())?.problem);
    }
    expect(problems).toEqual([
      ...[4, 3, 2, 1].map((triesLeft) => ({ reason: "wrong", triesLeft })),
      { reason: "too_many" },
    ]);
    expect(whereTo(await post(postCheck, { code: sentCode() }))).toBe("303 /sign-in/code?problem=too_many");
    expect(await findSession(cookieHeader())).toBeNull();
  });

  test("an address known and one unknown are answered alike", async () => {
    await post(postRequest, { email: address });
    await post(postCheck, { code: sentCode() });
    const known = await post(postRequest, { email: address });
    const unknown = await post(postRequest, { email: `nobody-${address}` });
    const shape = (response: Response) => [
      whereTo(response),
      response.headers.getSetCookie().map((cookie) => cookie.replace(/=[\w-]+/, "=…")),
    ];
    expect(shape(known)).toEqual(shape(unknown));
  });

  test("without a sign-in under way a code or a resend leads to the start", async () => {
    expect(whereTo(await post(postCheck, { code: "123456" }))).toBe("303 /sign-in");
    expect(whereTo(await post(postRequest, {}))).toBe("303 /sign-in");
    jar.set("connect.sign-in", "AAAA");
    expect(whereTo(await post(postCheck, { code: "123456" }))).toBe("303 /sign-in");
  });
});

describe("a form that is not ours", () => {
  const doors = { request: postRequest, check: postCheck, "sign-out": postSignOut, session: postSession };
  const foreign: Record<string, Record<string, string>> = {
    "another origin": { origin: "https://evil.example" },
    "another port": { origin: "http://localhost:3001" },
    "an opaque origin": { origin: "null" },
    "a cross-site fetch": { origin: ORIGIN, "sec-fetch-site": "cross-site" },
    "a same-site neighbour": { "sec-fetch-site": "same-site" },
    "no word of where it is from": {},
  };
  for (const [name, door] of Object.entries(doors)) {
    test.each(Object.keys(foreign))(`${name} refuses %s`, async (kind) => {
      const before = listLocalMails().length;
      const response = await post(door, { email: address, code: "123456" }, foreign[kind]);
      expect(response.status).toBe(403);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(listLocalMails().length).toBe(before);
    });
  }

  test.each([
    ["application/json", "{}"],
    ["multipart/form-data; boundary=x", "--x--"],
    ["application/x-www-form-urlencoded", `email=${"a".repeat(20_000)}`],
  ])("%s that no form of ours sends is refused", async (type, body) => {
    const headers = { origin: ORIGIN, "content-type": type };
    const request = new Request(`${ORIGIN}/door`, { method: "POST", headers, body });
    expect((await postRequest(request)).status).toBe(403);
  });

  test("another loopback name for this very server is still us", async () => {
    const headers = { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" };
    expect((await post(postRequest, { email: address }, headers)).status).toBe(303);
  });
});
