import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

const repository = join(__dirname, '../../../..');

/** What programs and Node's arguments in `Pulumi.yaml` reach by a relative path. */
const REACHED = ['packages', 'node_modules', 'package.json'];

/**
 * A project that Pulumi may write into, with the repository's programs: `Pulumi.yaml` and the settings of stacks
 * are copies, everything else leads to the repository. It lies as deep below `root` as in the repository.
 * @returns the path of its folder
 */
export function linkedProject(folder: string, root: string): string {
  const target = join(root, relative(repository, folder));
  mkdirSync(target, { recursive: true });
  for (const name of REACHED) {
    if (!existsSync(join(root, name))) symlinkSync(join(repository, name), join(root, name));
  }
  for (const name of readdirSync(folder)) {
    if (/^Pulumi(\.[^.]+)?\.yaml$/.test(name)) copyFileSync(join(folder, name), join(target, name));
    else symlinkSync(join(folder, name), join(target, name));
  }
  return target;
}
