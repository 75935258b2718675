import "#server-only";
import type { StreamFailure } from "./schema.ts";

const WORDS: Record<StreamFailure, { what: string; next: string }> = {
  not_public: {
    what: "Its name leads to no public address.",
    next: "Check the address and its DNS record. It must resolve to public addresses only.",
  },
  unreachable: {
    what: "It could not be reached.",
    next: "Check that it runs and takes connections from this server on port 443.",
  },
  tls: {
    what: "Its certificate was not accepted.",
    next: "Install a certificate for this name that a public authority signed, with its whole chain.",
  },
  timeout: {
    what: "It did not answer within 10 seconds.",
    next: "Have it answer as soon as it has stored what came, and work on it afterwards.",
  },
  redirected: {
    what: "It sent us to another address.",
    next: "Enter the final address instead. Deliveries follow no redirect.",
  },
  denied: {
    what: "It refused the credentials (401 or 403).",
    next: "Enter the header it expects, with a value that is good now.",
  },
  refused: {
    what: "It refused what was sent (a 4xx status).",
    next: "Check that the address takes POST requests of newline-delimited JSON of up to 512 KB.",
  },
  busy: {
    what: "It had no room (429 or 503).",
    next: "Raise its limit. What waits is delivered once it takes it.",
  },
  broken: {
    what: "It failed (a 5xx status).",
    next: "Look into its own log for what went wrong.",
  },
  unreadable: {
    what: "Its answer was no plain HTTP answer.",
    next: "Check what stands at this address. It must answer in HTTP/1.1, without compression.",
  },
  sealed: {
    what: "What is sent along with it was sealed for another address or with keys this server does not have.",
    next: "Remove the log stream and set it up anew.",
  },
};

/** What went wrong with a delivery and what to do, in words of ours. */
export function describeFailure(failure: StreamFailure): { what: string; next: string } {
  return WORDS[failure];
}
