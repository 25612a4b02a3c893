import type { Box, Cluster, Label, Line, Path } from '../layout/drawing';
import type { Point } from '../layout/geometry';
import { fitted } from '../text-width';
import { decimal, escapeXml } from './escape';

export function labelElement({ text, x, y, size, bold, room }: Label): string {
  const look = bold ? 'bold' : 'detail';
  return `<text class="${look}" x="${decimal(x)}" y="${decimal(y)}" font-size="${size}">${escapeXml(fitted(text, size, room))}</text>`;
}

/** A squad's colour is a bar at its left edge. */
export function clusterElement({ labels, tint, x, y, width, height }: Cluster): string {
  const bar =
    tint === undefined
      ? ''
      : `<rect class="bar tint${tint}" x="${decimal(x)}" y="${decimal(y + 6)}" width="4" height="${decimal(height - 12)}"/>`;
  return `<g><rect class="squad" x="${decimal(x)}" y="${decimal(y)}" width="${decimal(width)}" height="${decimal(height)}" rx="8"/>${bar}${labels.map(labelElement).join('')}</g>`;
}

export function boxElement({ labels, look, title, x, y, width, height }: Box): string {
  const radius = look === 'dependency' ? decimal(Math.min(14, height / 2)) : '4';
  return `<g><title>${escapeXml(title)}</title><rect class="${look}" x="${decimal(x)}" y="${decimal(y)}" width="${decimal(width)}" height="${decimal(height)}" rx="${radius}"/>${labels.map(labelElement).join('')}</g>`;
}

/** A line with a head; a bundle is as wide as what it stands for, up to a limit. */
export function lineElement({ path, kind, bundle, tint, title }: Line): string {
  const look = tint === undefined ? kindLook(kind) : ` tint${tint}`;
  const width = bundle === undefined ? '' : ` style="stroke-width:${decimal(lineWidth(bundle))}"`;
  return `<g class="line"><title>${escapeXml(title)}</title><path class="call${look}"${width} d="${pathData(path)}"/><path class="head${look}" d="${headData(path)}"/></g>`;
}

function kindLook(kind: Line['kind']): string {
  return kind === 'dependency' ? ' dependency' : '';
}

export function lineWidth(calls: number): number {
  return Math.min(5, 0.6 + 0.5 * calls);
}

function pathData({ start, curves }: Path): string {
  const pieces = curves.map(([first, second, end]) =>
    isLevel(first, second, end) ? `L${at(end)}` : `C${at(first)} ${at(second)} ${at(end)}`,
  );
  return `M${at(start)}${pieces.join('')}`;
}

function isLevel(first: Point, second: Point, end: Point): boolean {
  return first.y === second.y && second.y === end.y;
}

/** A triangle whose tip is the end. Lines arrive level. */
function headData({ curves }: Path): string {
  const last = curves.at(-1);
  if (last === undefined) return '';
  const [, control, end] = last;
  const back = control.x <= end.x ? -8 : 8;
  return `M${at(end)}l${back} -3.5v7z`;
}

function at({ x, y }: Point): string {
  return `${decimal(x)} ${decimal(y)}`;
}
