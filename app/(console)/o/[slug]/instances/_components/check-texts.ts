import type { Check, CheckProblem } from "#lib/upstreams/schema.ts";

export const CHECK_TITLES: Record<Check, string> = {
  resolves: "Its name leads to a public address",
  certificate: "Its certificate is valid",
  answers: "Answers",
  refuses_strangers: "Refuses a call without a key",
  speaks_mcp: "Speaks MCP",
  accepts_key: "Accepts the key",
  lists_tools: "Lists its tools",
  answers_call: "Answers a harmless call",
};

/** Why a check failed and what to do about it; nothing in here comes from the instance. */
export const CHECK_PROBLEMS: Record<CheckProblem, { cause: string; fix: string }> = {
  unreachable: {
    cause: "Nothing answered at this address.",
    fix: "Check the address, and that the instance can be reached from the public internet.",
  },
  not_public: {
    cause: "Its name leads to no public address.",
    fix: "Check the name, and that its DNS record names the instance’s public address and no other.",
  },
  tls: {
    cause: "Its certificate was not accepted.",
    fix: "Install a certificate that browsers trust for this host name.",
  },
  redirected: {
    cause: "It sent us on to another address.",
    fix: "Enter the final address. A key is never sent to a second host.",
  },
  timeout: {
    cause: "It did not answer in time.",
    fix: "Check that the instance is not overloaded, then try again.",
  },
  failed: {
    cause: "It answered with an error of its own.",
    fix: "Look into the instance’s log, then try again.",
  },
  protocol: {
    cause: "What answered does not speak MCP as expected.",
    fix: "Enter the MCP address; for Trinity it ends in /mcp.",
  },
  open_to_anyone: {
    cause: "It answered without any key, so anybody who knows the address is its administrator.",
    fix: "For Trinity set MCP_REQUIRE_API_KEY=true and restart it; have another MCP server ask for a key too.",
  },
  refused_key: {
    cause: "It refused the key, or could not check it because its backend is down.",
    fix: "Copy the key again, check in Trinity that it is active, and for another MCP server that it goes in the right header. Then try again.",
  },
  system_key: {
    cause: "This is a system key: it skips Trinity’s own rules about who may use which agent.",
    fix: "Use the key of a user. If it must be this one, an owner can confirm it below.",
  },
  backend_failed: {
    cause: "The backend address did not say whose key this is.",
    fix: "Check the backend address, or leave it empty.",
  },
  call_failed: {
    cause: "It took the key, but answered a call that only reads with an error.",
    fix: "Check in Trinity that its backend is up and that the owner of the key may list agents.",
  },
  no_tools: {
    cause: "With this key it lists no tools.",
    fix: "Use a key of kind user or connector that may see tools.",
  },
  too_many_tools: {
    cause: "It lists more than 1,000 tools, or more than 4 MB of them.",
    fix: "Use a key that sees fewer of them.",
  },
};
