import {z} from "zod";
import {Problem} from "../../src/model/problem.js";

/** What is known of a running service before it is loaded. */
export interface Service {
  readonly url: URL;
  /** True when it says itself that no GPU stands behind it. */
  readonly simulated: boolean;
}

const models = z.object({data: z.array(z.object({id: z.string(), owned_by: z.string().optional()}))});

/** Asks a service for its models. Throws a Problem with exit code 3 when it does not answer, or does not serve the plan's model. */
export async function findService(address: string, model: string, signal: AbortSignal): Promise<Service> {
  const url = serviceUrl(address);
  const key = process.env["OPENAI_API_KEY"];
  const headers = key === undefined ? {} : {Authorization: `Bearer ${key}`};
  const ask = async (path: string): Promise<Response | null> =>
    fetch(new URL(path, url), {headers, signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)])}).catch(
      () => null
    );
  const answer = await ask("/v1/models");
  if (answer === null) {
    throw new Problem("the service does not answer", {
      value: url.origin,
      remedy: "is it up? A certificate of its own is named by NODE_EXTRA_CA_CERTS",
      exitCode: 3
    });
  }
  if (!answer.ok) {
    throw new Problem("the service refuses to name its models", {
      value: `HTTP ${answer.status}`,
      remedy: answer.status === 401 ? "set OPENAI_API_KEY; it is sent and never written" : "see its log",
      exitCode: 3
    });
  }
  const parsed = models.safeParse(await answer.json().catch(() => null));
  const served = parsed.success ? parsed.data.data : [];
  const own = served.find(({id}) => id === model);
  if (own === undefined) {
    throw new Problem("the service does not serve the plan's model", {
      value: model,
      remedy: `it serves ${
        served
          .slice(0, 5)
          .map(({id}) => id)
          .join(", ") || "nothing"
      }`,
      exitCode: 3
    });
  }
  // The simulated server says so in its list of models, which a proxy passes on.
  return {url, simulated: own.owned_by === "sweepbook-simulated"};
}

function serviceUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) {
    if (url.username === "" && url.password === "") return url;
    throw new Problem("a key in the address would be stored by shells and logs", {
      remedy: "set OPENAI_API_KEY instead"
    });
  }
  throw new Problem("not an address of a service", {value: address, remedy: "write http://HOST:PORT or https://HOST"});
}
