import {Document} from "yaml";
import type {Artefact} from "../../src/model/deployment/artefact.js";

/** The text of a file: YAML with its documents apart, JSON indented, comments where the format has them. */
export function artefactText({comment, content, path}: Artefact): string {
  const said = comment.map((line) => `# ${line}\n`).join("");
  if (content.kind === "json") return `${JSON.stringify(content.value, null, 2)}\n`;
  if (content.kind === "text")
    return path.endsWith(".sh") ? `#!/usr/bin/env bash\n${said}${content.text}` : said + content.text;
  const documents = content.documents.map((value) =>
    new Document(value, {aliasDuplicateObjects: false, compat: "yaml-1.1"}).toString({lineWidth: 0})
  );
  return said + documents.join("---\n");
}
