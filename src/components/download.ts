/** Hands bytes or text to the reader as a file. */
export function download(content: string | Uint8Array, name: string, type: string): void {
  const blob = new Blob([content as BlobPart], {type});
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
