import { answerWith, at, EARLY_MS, onMethod, setHeader, SHARED, slow, type Case } from "./break.ts";

export const TRANSPORT_CASES: readonly Case[] = [
  {
    point: 11,
    check: "transport.post",
    code: "no_initialize",
    broken: "initialize is answered with a page",
    breakage: onMethod("initialize", answerWith(200, { "content-type": "text/html" }, "<html></html>")),
  },
  {
    point: 11,
    check: "transport.post",
    code: "no_discover",
    broken: "server/discover is not known",
    breakage: onMethod("server/discover", answerWith(404)),
  },
  {
    point: 11,
    check: "transport.get",
    code: "wrong_status",
    broken: "a GET is answered 400",
    breakage: at(SHARED, (answer, asked) => {
      if (asked.method === "GET" && asked.headers.authorization) answerWith(400)(answer, asked);
    }),
  },
  {
    point: 11,
    check: "transport.get",
    code: "slow",
    broken: "a GET is held back",
    breakage: at(SHARED, (answer, asked) => {
      if (asked.method === "GET" && asked.headers.authorization) slow(EARLY_MS)(answer, asked);
    }),
  },
  {
    point: 11,
    check: "transport.no-memory",
    code: "cookie_set",
    broken: "the balancer sets a cookie",
    breakage: onMethod("initialize", setHeader("set-cookie", "lb=1")),
  },
  {
    point: 11,
    check: "transport.no-memory",
    code: "slash_redirected",
    broken: "a slash is redirected",
    breakage: at(`${SHARED}/`, answerWith(308, { location: SHARED })),
  },
  {
    point: 11,
    check: "transport.latency",
    code: "slow_opening",
    broken: "initialize takes more than 10 s",
    breakage: onMethod("initialize", slow(EARLY_MS)),
  },
];
