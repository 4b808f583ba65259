import type {Article} from "./article.js";
import type {DeclaredClaim} from "./claims/declared-claim.js";
import type {DescribedConfig} from "./physics/structure.js";
import type {Preset} from "./presets.js";
import {hardware, type HardwareRow} from "./tables/hardware.js";
import {itl, type ItlRow} from "./tables/itl.js";
import {points, type PointRow} from "./tables/points.js";
import {prices, type PriceRow} from "./tables/prices.js";
import {published, type PublishedRow} from "./tables/published.js";
import {requests, type RequestRow} from "./tables/requests.js";
import {servers, type ServerRow} from "./tables/servers.js";
import {telemetry, type TelemetryRow} from "./tables/telemetry.js";

/** Every declared table by name; the order is that of the Data page. */
export const tables = {points, requests, itl, telemetry, servers, published, hardware, prices} as const;

export type TableName = keyof typeof tables;

/** The rows of all tables: what claims, figures and pages are functions of. */
export interface Dataset {
  readonly points: readonly PointRow[];
  readonly requests: readonly RequestRow[];
  readonly itl: readonly ItlRow[];
  readonly telemetry: readonly TelemetryRow[];
  readonly servers: readonly ServerRow[];
  readonly published: readonly PublishedRow[];
  readonly hardware: readonly HardwareRow[];
  readonly prices: readonly PriceRow[];
  readonly models: readonly ModelEntry[];
  readonly article: Article;
  /** Claims as data of the studies that these rows answer; none where left out. */
  readonly claims?: readonly DeclaredClaim[];
  /** Assumptions that a reader may start from; none where left out. */
  readonly presets?: readonly Preset[];
  /** Kind of the points that figures show, measured where left out: the page of a simulated or imported run shows its own. */
  readonly shown_kind?: RunKind;
}

/** Where the points of a run come from. */
export type RunKind = "measured" | "simulated" | "imported";

/** The kind of points that figures of these data show. */
export function shownKind({shown_kind}: Pick<Dataset, "shown_kind">): RunKind {
  return shown_kind ?? "measured";
}

/** A model's config.json as Hugging Face writes it, with its structure and the names under which runs serve it. */
export interface ModelEntry extends DescribedConfig {
  /** File name under data/models, without .json. */
  readonly id: string;
  readonly names: readonly string[];
  /** vLLM's parser of its tool calls; null when none is known. */
  readonly tool_call_parser: string | null;
}
