/** Classes of what identifies a machine, a person or an account. */
const secretClasses = ["gpu_uuid", "serial", "ip", "mac", "host", "user", "home", "key"] as const;
export type SecretClass = (typeof secretClasses)[number];

/** One identifying string in a text. */
export interface Secret {
  readonly class: SecretClass;
  readonly value: string;
  /** Position in the text, in UTF-16 units. */
  readonly index: number;
}

/** A literal that is known to identify, such as this machine's name. */
export interface KnownSecret {
  readonly class: SecretClass;
  readonly value: string;
}

/** Each rule finds one class; the group named `secret` is what goes, the rest is context. */
interface Rule {
  readonly class: SecretClass;
  readonly pattern: RegExp;
  /** True for what only looks like one; `before` is the text just before it. */
  readonly except?: (value: string, before: string) => boolean;
}

const empty =
  /^(?:n\/?a|none|null|unknown|redacted|\[?(?:gpu_uuid|serial|ip|mac|host|user|home|key)\]?|not[ _]?(?:available|supported)|\[.*\]|<.*>|\*+|x+|0+|\.+|\$\{.*|)$/i;
const isEmpty = (value: string): boolean => empty.test(value.trim());
/** A word of JSON, YAML or Python that is no name. */
const isWord = (value: string): boolean => isEmpty(value) || /^(?:true|false|nan|infinity)$/i.test(value);
/** The private networks themselves, which everyone has. */
const isNetwork = (ip: string): boolean => /^(?:10\.0\.0\.0|172\.16\.0\.0|192\.168\.0\.0)$/.test(ip);
const isLoopback = (host: string): boolean => /^(?:127(?:\.\d+){3}|0\.0\.0\.0|localhost|::1?)$/i.test(host);
/** Names that stand for any host in examples and documents. */
const isPublicHost = (host: string): boolean => isLoopback(host) || isWord(host) || /^example\.|\.example$/i.test(host);

const rules: readonly Rule[] = [
  {class: "gpu_uuid", pattern: /(?<secret>\b(?:GPU|MIG)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/gi},
  {
    class: "gpu_uuid",
    pattern:
      /\b(?:GPU PDI|GPU Fabric GUID|ClusterUUID|Cluster UUID|Platform UUID)[^\S\n]*:[^\S\n]*(?<secret>[^\s"'\\](?:[^"'\\\n]*[^\s"'\\])?)(?=\s*$|\s*["'\\])/gim,
    except: isEmpty
  },
  {
    class: "serial",
    pattern: /\bSerial(?: Number)?[^\S\n]*:[^\S\n]*(?<secret>[^\s"'\\](?:[^"'\\\n]*[^\s"'\\])?)(?=\s*$|\s*["'\\])/gim,
    except: isEmpty
  },
  {
    class: "serial",
    pattern: /["'](?:\w+_)?serial(?:_number)?["']\s*:\s*["'](?<secret>[^"'\n\\]+)/gi,
    except: isEmpty
  },
  {
    class: "key",
    pattern:
      /(?<secret>-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[^"'\\]|\\[nr])*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=["'\\])|$))/g
  },
  {
    class: "key",
    pattern:
      /\b(?<secret>(?:hf_|ghp_|gho_|github_pat_|glpat-|nvapi-|xox[abprs]-|sk-(?:proj-|ant-)?|rpa_|npm_|dckr_pat_|pypi-|[sr]k_live_)[A-Za-z0-9_-]{16,}|A(?:KIA|SIA)[0-9A-Z]{16}|AIza[\w-]{35}|ya29\.[\w-]{20,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})/g
  },
  {class: "key", pattern: /:\/\/[^\s/@"'\\:]{1,100}:(?<secret>[^\s/@"'\\]{1,100})@/g, except: isEmpty}, // https://user:password@host
  {
    class: "key",
    pattern: /[?&](?:api_?key|key|token|sig|signature|code)=(?<secret>[^\s&"'\\<>)]{6,})/gi,
    except: isEmpty
  },
  {class: "key", pattern: /\bBearer\s+(?<secret>[\w.~+/-]{8,}=*)/gi, except: isEmpty},
  {
    class: "key",
    pattern:
      /\b[\w-]{0,40}(?:api[_-]?key|access[_-]?key(?:[_-]id)?|secret(?:[_-]key)?|password|passwd|(?:auth|access|api|hf|hub|bearer|refresh|session|wandb|github|gitlab)[_-]?token)["']?\s*[=:]\s*\[?\s*["']?(?<secret>[^\s"',;()[\]{}\\]{3,})/gi,
    except: (value, before) =>
      /\$\{\w*[:-]*$/.test(before) ||
      isEmpty(value) ||
      /^(?:true|false|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|auto)$/i.test(value)
  },
  {
    class: "key",
    pattern: /--(?:api-key|hf-token|token|password)[\s=]+["']?(?<secret>[^\s"'\\]{3,})/gi,
    except: isEmpty
  },
  {
    class: "key",
    pattern: /["']--(?:api-key|hf-token|token|password)["']\s*,\s*["'](?<secret>[^"'\\]{3,})/gi,
    except: isEmpty
  },
  {
    class: "mac",
    pattern: /(?<![\w:.-])(?<secret>[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\2[0-9a-f]{2}){4})(?![\w:-])/gi,
    except: (value) => /^(?:00[:-]){5}00$/.test(value)
  },
  {
    class: "user",
    pattern: /(?<![\w.@/-])(?<secret>[a-z_][\w.-]*@[a-z][\w-]*(?:\.[\w-]+)*)(?=:[~/]|[\s,;>)"']|$)/gi,
    except: (value) => /^(?:git|user|you|name)@|@(?:main|master|example)(?:\.|$)/i.test(value) || /@v?\d/.test(value)
  },
  {
    class: "user",
    pattern:
      /(?:^|[\s"'{,])(?:USER|USERNAME|LOGNAME|SLURM_JOB_USER|user_?name)["']?\s*[=:]\s*["']?(?<secret>[a-z_][\w.-]*)/gi,
    except: isWord
  },
  {
    class: "host",
    pattern:
      /(?:^|[\s"'{,(])(?:HOSTNAME|host_?name|node_?name|nodename|SLURM_NODELIST|SLURMD_NODENAME|SLURM_JOB_NODELIST|machine_name)["']?\s*[=:]\s*["']?(?<secret>[a-z][\w.-]*(?:\[[\d,-]+\])?(?:,[a-z][\w.-]*(?:\[[\d,-]+\])?)*)/gi,
    except: isPublicHost
  },
  {
    class: "host",
    // An argument or member called host; an address that is bound to is an IP or localhost.
    pattern:
      /(?:--host[\s=]+|["']host["']\s*:\s*|["']--host["']\s*,\s*|\bhost=(?=["']))["']?(?![a-z+]+:\/\/)(?<secret>[a-z][\w.-]*)/gi,
    except: isPublicHost
  },
  {
    class: "host",
    pattern: /[{,]\s*(?:exported_)?(?:instance|node|kubernetes_node|pod|Hostname)="(?<secret>[a-z][\w.-]*)/gi, // labels of Prometheus
    except: isPublicHost
  },
  {class: "host", pattern: /^(?<secret>[a-z][\w.-]*):\d+:\d+ \[\d+\] NCCL/gim, except: isPublicHost},
  {
    class: "host",
    pattern: /\b[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^\s/@"']{1,100}@)?(?<secret>[a-z0-9][\w.-]*)(?::\d+)/gi, // a host with a port
    except: (value) => isPublicHost(value) || /^\d+(?:\.\d+){3}$/.test(value)
  },
  {
    class: "host",
    pattern: /\b(?:https?|tcp|grpc|wss?|ssh|rpc):\/\/(?:[^\s/@"']{1,100}@)?(?<secret>[a-z0-9][\w-]*)(?=[/\s"',)]|$)/gi,
    except: isPublicHost
  },
  {
    class: "host",
    pattern: /\b(?<secret>(?:[a-z0-9][\w-]{0,62}\.){1,6}(?:internal|local|lan|corp|intranet|localdomain))\b(?!\()/gi,
    except: (value) => /^(?:threading|torch|_thread|self)\./i.test(value)
  },
  {class: "host", pattern: /\b(?<secret>ip-\d{1,3}(?:-\d{1,3}){3})\b/gi},
  {class: "home", pattern: /(?<![\w.~-])(?<secret>\/(?:home|Users)\/[^\s/"',:;)\]}\\]+|\/root)(?=[/\s"',:;)\]}]|$)/g},
  {class: "home", pattern: /(?<secret>\b[A-Za-z]:\\+Users\\+[^\s\\/"',:;)]+)/g},
  {
    class: "ip",
    pattern:
      /(?<![\w.-])(?<!==)(?<secret>(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3})(?![\w]|\.\d)/g,
    except: (value, before) =>
      isLoopback(value) || isNetwork(value) || /(?:nvidia[\w-]*|version|release|driver)["':=(\s]*$/i.test(before)
  },
  {
    class: "ip",
    pattern: /(?<![\w:.])(?<secret>[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:.])/gi,
    except: (v) => !isIpv6(v)
  }
];

/** Replacements stand in brackets, so that a second pass finds nothing and a reader sees what was there. */
const replacement = (secretClass: SecretClass): string => `[${secretClass}]`;

/**
 * Every identifying string of a text, in order: GPU UUIDs and PDI, serial numbers, IP and MAC addresses, host and user
 * names, home folders, keys and tokens. Loopback addresses identify nobody and stay.
 * @param known literals that identify although no pattern shows it, such as the name of the machine at hand
 */
export function findSecrets(text: string, known: readonly KnownSecret[] = []): Secret[] {
  const found: Secret[] = [];
  for (const rule of rules) {
    for (const match of text.matchAll(rule.pattern)) {
      const value = match.groups!["secret"]!;
      const index = match.index + match[0].lastIndexOf(value);
      if (rule.except?.(value, text.slice(Math.max(0, index - 60), index)) === true) continue;
      found.push({class: rule.class, value, index});
    }
  }
  for (const {class: secretClass, value} of known) {
    if (value.length < 2) continue;
    const literal = new RegExp(`(?<![A-Za-z0-9_-])${value.replace(/[^\w]/g, "\\$&")}(?![A-Za-z0-9_-])`, "g");
    for (const match of text.matchAll(literal)) found.push({class: secretClass, value, index: match.index});
  }
  found.sort((a, b) => a.index - b.index || b.value.length - a.value.length);
  let end = 0;
  return found.filter((secret) => {
    if (secret.index < end) return false; // inside one that is already taken
    end = secret.index + secret.value.length;
    return true;
  });
}

/** A text with every identifying string replaced by its class in brackets, and how many of each class there were. */
export function redact(
  text: string,
  known: readonly KnownSecret[] = []
): {text: string; counts: Partial<Record<SecretClass, number>>} {
  const counts: Partial<Record<SecretClass, number>> = {};
  let redacted = text;
  let passes = 5;
  // What stood beside something redacted may show only now: 10.1.2.3/home/someone.
  for (
    let secrets = findSecrets(text, known);
    secrets.length > 0 && passes-- > 0;
    secrets = findSecrets(redacted, known)
  ) {
    const parts: string[] = [];
    let from = 0;
    for (const secret of secrets) {
      counts[secret.class] = (counts[secret.class] ?? 0) + 1;
      parts.push(redacted.slice(from, secret.index), replacement(secret.class));
      from = secret.index + secret.value.length;
    }
    redacted = parts.join("") + redacted.slice(from);
  }
  return {text: redacted, counts};
}

const identifying: readonly {readonly class: SecretClass; readonly column: RegExp}[] = [
  {class: "serial", column: /^(?:gpu_|board_)?serial(?:[ _.]number)?$/i},
  {class: "gpu_uuid", column: /^(?:gpu_)?uuid$/i},
  {class: "host", column: /^host(?:_?name)?$/i},
  {class: "user", column: /^user(?:_?name)?$/i}
];

/** What stands in the columns of a CSV file (nvidia-smi --query-gpu) that only identify: no pattern shows a bare serial. */
export function columnSecrets(csv: string): KnownSecret[] {
  const [header = "", ...lines] = csv.split("\n");
  const columns = header.split(",").flatMap((name, at) => {
    const rule = identifying.find(({column}) => column.test(name.trim().replace(/^"|"$/g, "")));
    return rule === undefined ? [] : [{class: rule.class, at}];
  });
  if (columns.length === 0) return [];
  const found = new Map<string, SecretClass>();
  for (const line of lines) {
    const cells = line.split(",");
    for (const {class: secretClass, at} of columns) {
      const value = cells[at]?.trim() ?? "";
      if (value.length > 3 && !isEmpty(value)) found.set(value, secretClass);
    }
  }
  return [...found].map(([value, secretClass]) => ({class: secretClass, value}));
}

/** Strict enough that times (05:11:48) and C++ names (a::b) are none. */
function isIpv6(value: string): boolean {
  if (isLoopback(value)) return false;
  const halves = value.split("::");
  if (halves.length > 2) return false;
  const groups = value.split(":").filter((group) => group !== "");
  if (halves.length === 1) return groups.length === 8 && value.split(":").length === 8;
  return groups.length >= 2 && groups.length <= 7 && /\d/.test(value) && /^(?:[0-9a-f]{3,4}|::)/i.test(value);
}
