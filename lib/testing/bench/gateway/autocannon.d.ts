// The part of autocannon the bench uses; the package has no types of its own.
declare module "autocannon" {
  type Options = {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    method: "POST";
    headers: Record<string, string>;
    body: string;
  };
  type Result = { requests: { total: number }; duration: number; non2xx: number; errors: number };
  export default function autocannon(options: Options): Promise<Result>;
}
