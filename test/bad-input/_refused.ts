import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { type Declaration, type ResolveOptions, resolveCompany } from '@plinth/model';
import { tinyCompany, tinyReleases } from '@plinth/testing';

/** The four parts of the one problem that is expected. */
export interface Expected {
  readonly code: string;
  /** The property, after the place. */
  readonly where: string;
  readonly found: string;
  readonly allowed: string | RegExp;
  readonly fix: string | RegExp;
}

/** What the rows of a table share, and a row may say otherwise. */
type Shared = Partial<Expected> & Pick<Row, 'line'>;

/** One bad input: what differs from a valid company. What a whole table shares stands in front of it. */
export interface Row extends Partial<Expected> {
  readonly title: string;
  readonly declare: () => Declaration | readonly Declaration[];
  /** A piece of the line that the place names. @default the last key of `where` */
  readonly line?: string;
}

const ROOT = join(__dirname, '../..');

/** One test per row: the company is refused with one problem, of which every part is right. */
export function refuses(shared: Shared, rows: readonly Row[]): void {
  test.each(rows.map((row) => [row.title, row] as const))('fails when %s', (_, row) => {
    const expected = { ...shared, ...row } as Expected & Row;
    const problems = problemsOf(row.declare());

    expect(problems).toEqual([
      {
        code: expected.code,
        where: expect.stringMatching(/^test\/bad-input\/[a-z-]+\.test\.ts:\d+:\d+: /),
        found: expected.found,
        allowed: matching(expected.allowed),
        fix: matching(expected.fix),
      },
    ]);
    const [, file = '', line = '', property] =
      /^(.+?):(\d+):\d+: (.*)$/su.exec(problems[0]?.where ?? '') ?? [];
    expect(property).toBe(expected.where);
    expect(lineOf(file, Number(line))).toContain(expected.line ?? lastKey(expected.where));
  });
}

/** The problems of the tiny company with these declarations. */
export function problemsOf(
  declarations: Declaration | readonly Declaration[],
  releases?: ResolveOptions['releases'],
): UserError['problems'] {
  const company = tinyCompany(...[declarations].flat());
  try {
    resolveCompany(company, { releases: releases ?? tinyReleases(company), root: ROOT });
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  return [];
}

function matching(text: string | RegExp): unknown {
  return typeof text === 'string' ? text : expect.stringMatching(text);
}

function lastKey(property: string): string {
  return (
    property
      .replace(/\[\d+\]$/, '')
      .split('.')
      .at(-1) ?? ''
  );
}

function lineOf(file: string, line: number): string {
  return readFileSync(join(ROOT, file), 'utf8').split('\n')[line - 1] ?? '';
}
