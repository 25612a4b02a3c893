import type { Point, Rect, Size } from './geometry';

/** A line of text; `y` is its baseline. */
export interface Label extends Point {
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  /** How wide it may be. */
  readonly room: number;
}

export interface Box extends Rect {
  readonly name: string;
  readonly look: 'service' | 'public' | 'dependency';
  readonly labels: readonly Label[];
  /** What a viewer shows beside the pointer, and reads aloud. */
  readonly title: string;
}

/** A squad with its boxes. */
export interface Cluster extends Rect {
  readonly name: string;
  /** Present: lines of its calls have the same. */
  readonly tint?: number;
  readonly labels: readonly Label[];
  readonly boxes: readonly string[];
}

export interface Line {
  /** A box, or a cluster when `bundle` says so. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'service' | 'dependency';
  /** Present: all calls between two clusters, or of a cluster to a dependency. */
  readonly bundle?: number;
  /** Present: which of the colours of squads it has. */
  readonly tint?: number;
  readonly path: Path;
  readonly title: string;
}

/** A start, and curves one after another: two control points and an end each. */
export interface Path {
  readonly start: Point;
  readonly curves: readonly (readonly [Point, Point, Point])[];
}

/** Everything with its place: what remains is to write it down. */
export interface Drawing extends Size {
  readonly clusters: readonly Cluster[];
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}
