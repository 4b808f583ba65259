declare module "observablehq:stdlib" {
  import type {Table} from "apache-arrow";

  /** A file of src/ that the page attaches: named relative to the module, loaded when asked. */
  export function FileAttachment(name: string): {
    readonly href: string;
    readonly name: string;
    arrow(): Promise<Table>;
    json(): Promise<unknown>;
    text(): Promise<string>;
    arrayBuffer(): Promise<ArrayBuffer>;
    url(): Promise<string>;
  };
}
