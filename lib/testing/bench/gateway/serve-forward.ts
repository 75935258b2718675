import { Agent, request as forward } from "node:http";
import { serve } from "./serve.ts";

// The least a forwarder written on node:http can do: nothing is read, checked or changed.
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const target = process.argv[2] ?? "";

await serve((incoming, outgoing) => {
  const sent = forward(
    `${target}${incoming.url ?? "/"}`,
    { agent, method: incoming.method, headers: incoming.headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  sent.on("error", () => outgoing.destroy());
  incoming.pipe(sent);
});
