import type {SpecTarget} from "../spec.js";

/**
 * The command that measures a share on its host, in its container when the target has one. The same for ssh and for a
 * job: what comes before it is the way there.
 */
export function hostCommand(target: SpecTarget, base: string, bundle: string, folder: string): string[] {
  const {container} = target;
  // Numbers of GPUs then mean the same to CUDA and to nvidia-smi.
  const variables = Object.entries({CUDA_DEVICE_ORDER: "PCI_BUS_ID", ...target.environment});
  const env = ["env", ...variables.map(([name, value]) => `${name}=${value}`)];
  const runner = [target.node ?? "node", bundle, "host", folder];
  if (container === undefined) return [...env, ...runner];
  const {kind, image, mounts = [], arguments: more = []} = container;
  const own = [base, ...(target.slurm?.scratch === undefined ? [] : [target.slurm.scratch])].map(
    (each) => `${each}:${each}`
  );
  if (kind === "apptainer") {
    const binds = [...own, ...mounts].flatMap((mount) => ["--bind", mount]);
    return [...env, "apptainer", "exec", "--nv", ...binds, ...more, image, ...runner];
  }
  const mounted = [...own, ...mounts].join(",");
  return [
    ...env,
    "srun",
    "--ntasks=1",
    `--container-image=${image}`,
    `--container-mounts=${mounted}`,
    ...more,
    ...runner
  ];
}
