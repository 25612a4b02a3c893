import { UserError } from '@plinth/errors';
import { quantityError } from './_quantity-error';

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day of month', least: 1, most: 31, words: [] },
  {
    name: 'month',
    least: 1,
    most: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  // Kubernetes' parser knows no 7.
  { name: 'day of week', least: 0, most: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A schedule in five fields, as Kubernetes' own parser reads it.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export class CronSchedule {
  private constructor(
    readonly text: string,
    /** In order, each once; so are the hours. */
    readonly minutes: readonly number[],
    readonly hours: readonly number[],
  ) {}

  /**
   * `"0 6 1 * *"`.
   * @throws UserError `unit-cron`, with a problem for each field that is wrong, or for a day that never comes
   */
  static parse(value: unknown): CronSchedule {
    const fields = typeof value === 'string' ? value.split(' ') : [];
    if (typeof value !== 'string' || fields.length !== FIELDS.length) {
      throw quantityError(
        'cron',
        value,
        'five fields with one blank between: minute hour day month weekday',
        'write for example "0 6 1 * *"',
      );
    }
    const values = FIELDS.map((field, index) => fieldValues(field, fields[index] ?? ''));
    UserError.throwIfAny(
      FIELDS.flatMap((field, index) =>
        values[index] === undefined ? fieldError(field, fields[index]).problems : [],
      ),
    );
    const [minutes = [], hours = [], days = [], months = []] = values as number[][];
    const isDated = months.some((month) => days.some((day) => day <= (DAYS_OF_MONTH[month - 1] ?? 0)));
    if (isEveryDay(fields[4]) && !isDated) {
      throw quantityError(
        'cron',
        value,
        'a day that exists in one of its months',
        'correct the day or the month',
      );
    }
    return new CronSchedule(value, inOrder(minutes), inOrder(hours));
  }

  equals(other: CronSchedule): boolean {
    return this.text === other.text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** With any other weekday a run comes on that weekday too, whatever the day of month; `*` by steps is another. */
function isEveryDay(weekday = ''): boolean {
  return weekday.split(',').some((part) => part === '*' || part === '*/1');
}

function inOrder(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function fieldError({ name, least, most }: Field, found: unknown): UserError {
  return quantityError(
    'cron',
    found,
    `for the ${name}: ${least} to ${most}, "*", lists, ranges and steps`,
    `correct the ${name}`,
  );
}

/** The numbers that a field stands for, or undefined when it is wrong. */
function fieldValues(field: Field, text: string): readonly number[] | undefined {
  const parts = text.split(',').map((part) => partValues(field, part));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function partValues(field: Field, part: string): readonly number[] | undefined {
  const [, from = '', to, step] = /^(\*|[0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?(?:\/([1-9]\d*))?$/.exec(part) ?? [];
  if (from === '' || (from === '*' && to !== undefined)) return undefined;
  const first = from === '*' ? field.least : number(field, from);
  const stepped = step !== undefined || from === '*';
  const last = to !== undefined ? number(field, to) : stepped ? field.most : first;
  const by = Number(step ?? 1);
  if (first === undefined || last === undefined || first > last || by > field.most) return undefined;
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
}

function number(field: Field, text: string): number | undefined {
  const word = field.words.indexOf(text.toLowerCase());
  const value = word === -1 ? (/^\d{1,2}$/.test(text) ? Number(text) : Number.NaN) : word + field.least;
  return value >= field.least && value <= field.most ? value : undefined;
}
