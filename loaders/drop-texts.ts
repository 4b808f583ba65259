/** What a server that logs requests writes of them: vLLM's --enable-log-requests and --enable-log-outputs. */
const logged = [
  {name: "prompt", pattern: /\bprompt: (?:None|(?<text>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"))/g},
  {name: "prompt_token_ids", pattern: /\bprompt_token_ids: (?<text>\[[\d,\s]*\])/g},
  {name: "output", pattern: /\boutput: (?<text>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")(?=, output_token_ids)/g},
  {name: "output_token_ids", pattern: /\boutput_token_ids: (?<text>\[[\d,\s]*\])/g}
] as const;

/**
 * A log without what was asked and answered, each place marked "[dropped]", and the names under which something stood.
 * @example dropTexts("prompt: 'hi', params: ...").text // "prompt: [dropped], params: ..."
 */
export function dropTexts(text: string): {readonly text: string; readonly dropped: readonly string[]} {
  const dropped: string[] = [];
  let out = text;
  for (const {name, pattern} of logged) {
    out = out.replace(pattern, (match, held: string | undefined) => {
      if (held === undefined || /^(?:''|""|\[\])$/.test(held)) return match;
      if (!dropped.includes(name)) dropped.push(name);
      return `${name}: [dropped]`;
    });
  }
  return {text: out, dropped};
}
