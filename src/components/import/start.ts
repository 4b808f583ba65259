import {importOf} from "../explore/import-event.js";

/** Shows the inputs of the Import control; what reads files is brought in once there are some. */
export function startImport(root: HTMLElement): void {
  root.querySelector<HTMLElement>("[data-import-controls]")!.hidden = false;
  root.querySelector("[data-import-without-script]")?.remove();
  const status = root.querySelector<HTMLElement>("[data-import-status]")!;
  const read = (files: readonly File[]): void => {
    if (files.length === 0) return;
    import("./client.js")
      .then(({runImport}) => runImport(root, files))
      .catch((error: unknown) => {
        status.textContent = error instanceof Error ? error.message : String(error);
      });
  };
  for (const input of root.querySelectorAll<HTMLInputElement>("input[type=file]")) {
    input.addEventListener("change", () => read([...(input.files ?? [])]));
  }
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    read([...(event.dataTransfer?.files ?? [])]);
  });
  const clear = root.querySelector<HTMLButtonElement>("[data-import-clear]")!;
  clear.addEventListener("click", () => {
    for (const input of root.querySelectorAll<HTMLInputElement>("input[type=file]")) input.value = "";
    root.querySelector("[data-import-result]")!.replaceChildren();
    status.textContent = "";
    clear.hidden = true;
    document.querySelector("[data-explore]")?.dispatchEvent(importOf([]));
  });
}
