import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A planted value in a file where it must not be: which one, and in what form; never the value. */
export interface Occurrence {
  readonly file: string;
  readonly canary: string;
  readonly form: string;
}

/** Shorter parts of a value would be found by chance. */
const SHORTEST = 12;

/**
 * Where planted values have come to, in any form in which programs write text.
 * @param canaries values by the name under which they are told
 * @param places files and folders; what is not there holds nothing
 */
export function occurrencesOf(
  canaries: Readonly<Record<string, string>>,
  places: readonly string[],
): Occurrence[] {
  const sought = Object.entries(canaries).flatMap(([canary, value]) => {
    if (value.length < SHORTEST)
      throw new Error(`the canary ${canary} is too short: it would be found by chance`);
    return formsOf(value).map(([form, bytes]) => ({ canary, form, bytes }));
  });
  return places.flatMap(filesIn).flatMap((file) => {
    const content = tryRead(file);
    if (content === undefined) return [];
    return sought
      .filter(({ bytes }) => content.includes(bytes))
      .map(({ canary, form }) => ({ file, canary, form }));
  });
}

function formsOf(value: string): (readonly [string, Buffer])[] {
  const json = JSON.stringify(value).slice(1, -1);
  const texts: (readonly [string, string])[] = [
    ['as it is', value],
    ['in JSON', json],
    ['in JSON of JSON', JSON.stringify(json).slice(1, -1)],
    // As Go writes it for pages.
    ['in JSON, escaped', json.replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)],
    ['in JSON, with slashes escaped', json.replaceAll('/', '\\/')],
    ['in a URL', encodeURIComponent(value)],
    ['in a query', new URLSearchParams([['', value]]).toString().slice(1)],
    ['in a shell', value.replaceAll("'", "'\\''")],
    [
      'in HTML',
      value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;'),
    ],
    ['in hexadecimal', Buffer.from(value).toString('hex')],
    ['in two bytes for each letter', Buffer.from(value, 'utf16le').toString('latin1')],
    ...base64Forms(value),
  ];
  const seen = new Set<string>();
  return texts.flatMap(([form, text]) => {
    if (seen.has(text)) return [];
    seen.add(text);
    return [[form, Buffer.from(text, form === 'in two bytes for each letter' ? 'latin1' : 'utf8')] as const];
  });
}

/** Whatever stands in front of it shifts its letters: what does not depend on that and on what follows is sought. */
function base64Forms(value: string): (readonly [string, string])[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const whole = bytes.toString('base64');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor((bytes.length * 8) / 6);
    const text = whole.slice(first, last);
    return [
      [`in base64, behind ${before} bytes`, text],
      [`in base64 for URLs, behind ${before} bytes`, text.replaceAll('+', '-').replaceAll('/', '_')],
    ] as const;
  });
}

/** What somebody has taken away meanwhile holds nothing any more. */
function tryRead(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Plain files alone: links lead elsewhere, and pipes have no end. */
function filesIn(place: string): string[] {
  const entry = statSync(place, { throwIfNoEntry: false });
  if (entry?.isFile() === true) return [place];
  if (entry?.isDirectory() !== true) return [];
  return readdirSync(place, { withFileTypes: true }).flatMap((child) => {
    const path = join(place, child.name);
    if (child.isDirectory()) return filesIn(path);
    return child.isFile() ? [path] : [];
  });
}
