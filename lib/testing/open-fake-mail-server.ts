import { createServer, type Socket } from "node:net";

export type FakeMailServer = {
  url: string;
  /** Every line it was sent. */
  received: string[];
  /** What it says to each recipient from now on. */
  answer: string;
  close: () => Promise<void>;
};

/** The least of a mail server: takes one line at a time and answers recipients as told. */
export async function openFakeMailServer(answer = "250 ok"): Promise<FakeMailServer> {
  const received: string[] = [];
  const listening = createServer((socket: Socket) => {
    let isData = false;
    socket.write("220 ready\r\n");
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      for (const line of chunk.toString("utf8").split("\r\n").filter(Boolean)) {
        received.push(line);
        if (isData && line !== ".") continue;
        isData = line === "DATA";
        if (line.startsWith("RCPT")) socket.write(`${server.answer}\r\n`);
        else socket.write(isData ? "354 go on\r\n" : "250 ok\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const bound = listening.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  const server: FakeMailServer = {
    url: `smtp://127.0.0.1:${port}/?ignoreTLS=true`,
    received,
    answer,
    close: () => new Promise((resolve) => listening.close(() => resolve())),
  };
  return server;
}
