import type { MemberActor } from "#lib/kernel/actor.ts";
import { approveTools } from "#lib/upstreams/approve-tools.ts";
import { connectUpstream } from "#lib/upstreams/connect-upstream.ts";
import { getUpstream } from "#lib/upstreams/get-upstream.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "../mint.ts";
import type { Gateway } from "../open-gateway.ts";

type Place = { url: string; key: string; keyHeader?: string };
export type Connected = {
  owner: MemberActor;
  upstreamId: string;
  /** The names an app is listed. */
  list: () => Promise<string[]>;
  /** The text a call of a tool is answered with, by the owner's app or that of another member. */
  call: (name: string, args: object, by?: MemberActor) => Promise<string>;
};

/** An organisation that registers a server by what its owner types, approves its tools and connects an app. */
export async function connectShape(gateway: Gateway, place: Place): Promise<Connected> {
  const owner = await mintMember(await mintTenant(), "owner");
  const outcome = await connectUpstream(owner, { name: "Theirs", ...place });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rows));
  const { id } = outcome;
  const { pendingDigest } = await getUpstream(owner, { id });
  await approveTools(owner, { id, digest: pendingDigest });
  const connect = async (member: MemberActor) =>
    (await mintGrantWithToken(member, { groups: ["other.destructive"] })).token;
  const own = await connect(owner);
  const ask = async (method: string, params: object, token = own) => {
    const answer = await gateway.modern(method, { ...params }, { token });
    return ((await answer.json()) as { result: unknown }).result;
  };
  return {
    owner,
    upstreamId: id,
    list: async () => {
      const { tools } = (await ask("tools/list", {})) as { tools: { name: string }[] };
      return tools.map(({ name }) => name);
    },
    call: async (name, args, by) => {
      const token = by === undefined ? own : await connect(by);
      const { content } = (await ask("tools/call", { name, arguments: args }, token)) as {
        content: { text: string }[];
      };
      return content[0]?.text ?? "";
    },
  };
}
