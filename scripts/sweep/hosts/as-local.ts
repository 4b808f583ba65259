import type {SpecTarget} from "../spec.js";

/** The target as its own host sees it. */
export function asLocal(target: SpecTarget): SpecTarget {
  const {
    host: _host,
    ssh_config: _config,
    folder: _folder,
    node: _node,
    slurm: _slurm,
    container: _container,
    ...rest
  } = target;
  return {...rest, via: "local"};
}
