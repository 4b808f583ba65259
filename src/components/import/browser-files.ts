import type {ForeignFile} from "../../model/interchange/read-file.js";

/**
 * Files that a reader chose, as streams; what is compressed with gzip is unpacked on the way.
 * @param progress called with the bytes of each piece
 */
export function browserFiles(files: readonly File[], progress: (bytes: number) => void): ForeignFile[] {
  const named = /\.(?:jsonl?|ndjson|ya?ml|csv)(?:\.gz)?$/i;
  return files
    .map((file) => ({file, path: file.webkitRelativePath || file.name}))
    .filter(({file, path}) => file.webkitRelativePath === "" || named.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({file, path}) => ({path, pieces: {[Symbol.asyncIterator]: () => pieces(file, progress)}}));
}

async function* pieces(file: File, progress: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        progress(piece.byteLength);
        controller.enqueue(piece);
      }
    })
  );
  const reader = (packed ? counted.pipeThrough(new DecompressionStream("gzip")) : counted).getReader();
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
