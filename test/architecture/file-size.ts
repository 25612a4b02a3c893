import { type Check, isGenerated, isTest } from './source-tree';

const budget = { product: 400, test: 600 };

/** A file that a person reads in one sitting. Generated code is read by nobody. */
export const fileSize: Check = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts') && !isGenerated(path))
    .map(({ path, text }) => ({
      path,
      lines: lineCount(text),
      most: isTest(path) ? budget.test : budget.product,
    }))
    .filter(({ lines, most }) => lines > most)
    .map(({ path, lines, most }) => `${path}: has ${lines} lines; allowed: ${most}; split it by concept`);

/** A last line need not end in a line feed. */
export function lineCount(text: string): number {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.length - 1 : lines.length;
}
