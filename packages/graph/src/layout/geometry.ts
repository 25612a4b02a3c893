export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Point, Size {}

export function rightOf({ x, width }: Rect): number {
  return x + width;
}

export function bottomOf({ y, height }: Rect): number {
  return y + height;
}
