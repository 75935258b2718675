import { expect, test } from "vitest";
import { DomainError, type ErrorCode, HTTP_STATUS } from "#lib/kernel/errors.ts";
import { toProblemResponse } from "./to-problem-response.ts";

test.each(Object.entries(HTTP_STATUS) as [ErrorCode, number][])(
  "%s answers %i as a problem",
  async (code, status) => {
    const response = toProblemResponse(new DomainError(code, "Try it another way."));
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({
      type: `/docs/errors/${code}`,
      status,
      code,
      detail: "Try it another way.",
    });
  },
);

test("a limit says how long to wait, in whole seconds", () => {
  const error = new DomainError("limit_exceeded", "Wait.", { retryAfterSeconds: 1.2 });
  expect(toProblemResponse(error).headers.get("retry-after")).toBe("2");
});

test.each([new Error("password=hunter2"), "password=hunter2", undefined])(
  "nothing of an unknown failure leaves the server: %s",
  async (error) => {
    const response = toProblemResponse(error);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("hunter2");
  },
);

test("the detail and the cause of a known failure stay in the log", async () => {
  const error = new DomainError("conflict", "Reload the page.", {
    detail: "row 7",
    cause: new Error("row 8"),
  });
  expect(await toProblemResponse(error).text()).not.toMatch(/row [78]/);
});
