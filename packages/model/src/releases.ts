import { show } from '@plinth/errors';
import type { z } from 'zod';
import { check } from './_zod-mistakes';
import { encodingProblem, lineOfPath, lineOfSyntaxError, repeatedKeys } from './json-text';
import type { Report } from './report';
import { type release, releases as releasesSchema } from './schema/release';

export type Release = z.output<typeof release>;
export type Releases = z.output<typeof releasesSchema>;

/** `releases.json` of an environment as it was read. */
export interface ReleasesFile {
  readonly file: string;
  readonly text: string;
}

const EXAMPLE = 'a JSON map of services to { "version", "digest", "commit" }';

/** The largest file that is read: 10,000 services need a fifth of it. */
const LONGEST = 16 * 1024 * 1024;

/** What a `releases.json` says; its problems go into the report. */
export function parseReleases({ file, text }: ReleasesFile, report: Report): Releases {
  const fail = (line: number, found: string, fix: string) =>
    report.add({ code: 'releases-json', at: { file, line }, path: [], found, allowed: EXAMPLE, fix });
  if (text.length > LONGEST) {
    fail(1, `${text.length} characters`, 'remove what is no release');
    return {};
  }
  const encoding = encodingProblem(text);
  if (encoding !== undefined) {
    fail(1, encoding, 'save the file as UTF-8 without byte order mark');
    return {};
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    fail(
      lineOfSyntaxError(text),
      'text that is not JSON',
      'restore the file from Git; only promotion changes it',
    );
    return {};
  }
  // A merge gone wrong would choose what runs. What promotion has written reads back as it was.
  const isUntouched = text.trimEnd() === JSON.stringify(parsed, undefined, 2);
  for (const { key, line } of isUntouched ? [] : repeatedKeys(text))
    fail(line, `the key ${show(key)} twice`, 'keep one of the two');
  const { value, mistakes } = check(releasesSchema, parsed);
  for (const mistake of mistakes)
    report.add({ at: { file, line: lineOfPath(text, mistake.path) }, ...mistake });
  return value ?? {};
}
