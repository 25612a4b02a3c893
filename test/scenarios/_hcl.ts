/** A block of HCL: what it says, and the blocks in it by their type and labels, `listener tcp`. */
export interface HclBlock {
  readonly values: Readonly<Record<string, string | number | boolean>>;
  readonly blocks: readonly (HclBlock & { readonly name: string })[];
}

/**
 * Reads the HCL that we write: a statement for each line, blocks that end on a line of their own.
 * @throws Error for a line that it does not know, so that nothing is passed over
 */
export function readHcl(text: string): HclBlock {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const block = (): HclBlock => {
    const values: Record<string, string | number | boolean> = {};
    const blocks: (HclBlock & { readonly name: string })[] = [];
    for (let line = lines.shift(); line !== undefined && line !== '}'; line = lines.shift()) {
      const [, opened, closed] = /^([\w" ]+?) *=? *\{(\})?$/.exec(line) ?? [];
      const [, name, value] = /^"?([\w-]+)"? *= *([^{].*)$/.exec(line) ?? [];
      if (opened !== undefined) {
        const inner = closed === undefined ? block() : { values: {}, blocks: [] };
        blocks.push({ name: opened.replaceAll('"', ''), ...inner });
      } else if (name !== undefined && value !== undefined) values[name] = literal(value);
      else throw new Error(`not read: ${line}`);
    }
    return { values, blocks };
  };
  return block();
}

/** The blocks of a name at the top, or within another. */
export function blocksOf({ blocks }: HclBlock, name: string): readonly HclBlock[] {
  return blocks.filter((each) => each.name === name);
}

function literal(text: string): string | number | boolean {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`not read: ${text}`);
}
