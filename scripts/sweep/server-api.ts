/** The few calls that a runner makes to an OpenAI-compatible server of vLLM's kind. Failures are values. */
export class ServerApi {
  constructor(readonly baseUrl: string) {}

  /** True when the server answers /health with 200 within the time. */
  async isHealthy(limitMs: number, signal?: AbortSignal): Promise<boolean> {
    return (await this.call("GET", "/health", limitMs, signal))?.ok === true;
  }

  /** The Prometheus page; null when there is none. */
  async metrics(limitMs = 5000): Promise<string | null> {
    const response = await this.call("GET", "/metrics", limitMs);
    return response?.ok === true ? response.text : null;
  }

  /** Empties the prefix cache; false when the server does not offer it (vLLM: VLLM_SERVER_DEV_MODE=1). */
  async resetPrefixCache(limitMs = 5000): Promise<boolean> {
    return (await this.call("POST", "/reset_prefix_cache", limitMs))?.ok === true;
  }

  private async call(
    method: string,
    path: string,
    limitMs: number,
    signal?: AbortSignal
  ): Promise<{ok: boolean; text: string} | null> {
    const limit = AbortSignal.timeout(limitMs);
    try {
      const response = await fetch(`${this.baseUrl}${path}`, {
        method,
        signal: signal ? AbortSignal.any([limit, signal]) : limit
      });
      return {ok: response.ok, text: await response.text()};
    } catch {
      return null;
    }
  }
}

/** Sum of a counter over its label sets in a Prometheus page; null when the page does not have it. */
export function counterOf(page: string | null, name: string): number | null {
  if (page === null) return null;
  const values = page
    .split("\n")
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .map((line) => Number(line.slice(line.lastIndexOf(" ") + 1)));
  return values.length === 0 || values.some(Number.isNaN) ? null : values.reduce((a, b) => a + b, 0);
}
