/** What `nvidia-smi -q` says about the boards of a host. */
export interface NvidiaSmiQ {
  readonly driver: string | null;
  readonly cuda: string | null;
  /** Product name of each GPU, in order. */
  readonly gpuNames: readonly string[];
  /** Enforced limit of the first GPU, W. */
  readonly powerLimitW: number | null;
  /** Memory of the first GPU as the driver reports it, MiB. */
  readonly memoryMib: number | null;
}

export function parseNvidiaSmiQ(text: string): NvidiaSmiQ {
  const field = (name: string): string | null => {
    const match = new RegExp(`^[^\\S\\n]*${name}[^\\S\\n]*:[^\\S\\n]*(\\S.*?)[^\\S\\n]*$`, "m").exec(text);
    return match === null || /^(?:N\/A|\[.*\])$/i.test(match[1]!) ? null : match[1]!;
  };
  const amount = (value: string | null, unit: string): number | null => {
    const match = value === null ? null : new RegExp(`^(\\d+(?:\\.\\d+)?) ${unit}$`).exec(value);
    return match === null ? null : Number(match[1]);
  };
  const total = /FB Memory Usage\s*\n\s*Total\s*:\s*(\d+) MiB/.exec(text);
  return {
    driver: field("Driver Version"),
    cuda: field("CUDA Version"),
    gpuNames: [...text.matchAll(/^[^\S\n]*Product Name[^\S\n]*:[^\S\n]*(\S.*?)[^\S\n]*$/gm)].map((match) => match[1]!),
    powerLimitW: amount(field("Current Power Limit") ?? field("Enforced Power Limit") ?? field("Power Limit"), "W"),
    memoryMib: total === null ? null : Number(total[1])
  };
}
