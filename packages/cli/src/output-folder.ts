import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { UserError } from '@plinth/errors';
import { flawOfContent } from './output-content';

/** Where a person or cdk8s-cli wants the rendered tree. */
export interface OutputWish {
  /** The root of the repository. */
  readonly root: string;
  readonly cwd: string;
  /** What `--out` says. */
  readonly out?: string | undefined;
  /** Where cdk8s-cli, which has emptied it, expects what its app renders. */
  readonly cdk8s?: string | undefined;
}

/**
 * The folder of the rendered tree: what was asked for, else `manifests`.
 * @throws UserError `output-sources` for a folder of declarations, `output-content` for one inside the repository
 * that holds anything but what runs have rendered, `output-emptied` when cdk8s has taken the
 * reviewed tree for its own output
 */
export function outputFolder({ root, cwd, out, cdk8s }: OutputWish): string {
  const manifests = join(root, 'manifests');
  const folder = resolve(cwd, out ?? cdk8s ?? manifests);
  for (const name of ['environments', 'stacks']) {
    if (overlap(folder, join(root, name))) throw sourcesError(out === undefined ? folder : '--out', name);
  }
  if (out === undefined && cdk8s !== undefined && overlap(folder, manifests)) throw emptiedError();
  const [realFolder, realRoot] = [realPath(folder), realPath(root)];
  if (realFolder.startsWith(asPrefix(realRoot)) && realFolder !== realPath(manifests)) {
    const flaw = flawOfContent(realFolder, realRoot);
    if (flaw !== undefined) throw contentError(out === undefined ? folder : '--out', flaw);
  }
  return folder;
}

/** Whether one is, or lies in, the other. */
function overlap(a: string, b: string): boolean {
  const [first, second] = [asPrefix(realPath(a)), asPrefix(realPath(b))];
  return first.startsWith(second) || second.startsWith(first);
}

/** The root of a file system ends with a separator by itself. */
function asPrefix(folder: string): string {
  return folder.endsWith(sep) ? folder : `${folder}${sep}`;
}

/** Through every link, as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

function sourcesError(where: string, name: string): UserError {
  return new UserError({
    code: 'output-sources',
    where,
    found: `a folder in or around ${name}/, which people write`,
    allowed: 'a folder for rendered files alone',
    fix: 'choose another folder, for example --out manifests',
  });
}

function contentError(where: string, found: string): UserError {
  return new UserError({
    code: 'output-content',
    where,
    found,
    allowed: 'manifests, a new or empty folder, or one that holds rendered environments',
    fix: 'choose another folder, for example --out manifests',
  });
}

function emptiedError(): UserError {
  return new UserError({
    code: 'output-emptied',
    where: 'CDK8S_OUTDIR',
    found: 'the folder of reviewed manifests, which cdk8s deletes before it renders',
    allowed: 'a folder that nobody misses, such as dist/cdk8s',
    fix: 'restore it with git restore manifests, give cdk8s another --output, or run plinth synth',
  });
}
