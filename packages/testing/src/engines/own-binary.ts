import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Engine, Origin } from './engine';
import { isProgram, tryFindOnPath } from './tool';
import type { Environment } from './workshop';

/**
 * The binary that a person brings herself: the engine's own variable, then KUBEBUILDER_ASSETS, then the PATH.
 * @throws UserError `engine-path` when a variable leads nowhere
 */
export function tryFindOwn(
  { name, own }: Engine,
  environment: Environment,
): { readonly path: string; readonly from: Origin } | undefined {
  const named = own.variable === undefined ? undefined : environment[own.variable];
  if (own.variable !== undefined && named !== undefined && named !== '') {
    if (!isProgram(resolve(named))) throw leadsNowhere(own.variable, named, `the path of ${name}`);
    return { path: resolve(named), from: own.variable };
  }
  const assets = own.assets === true ? (environment.KUBEBUILDER_ASSETS ?? '') : '';
  if (assets !== '') {
    if (!existsSync(assets)) throw leadsNowhere('KUBEBUILDER_ASSETS', assets, 'a folder of engines');
    const path = resolve(assets, name);
    if (isProgram(path)) return { path, from: 'KUBEBUILDER_ASSETS' };
    if (existsSync(path)) throw leadsNowhere('KUBEBUILDER_ASSETS', join(assets, name), 'a program');
  }
  const found = own.path === true ? tryFindOnPath(name, environment) : undefined;
  return found === undefined ? undefined : { path: found, from: 'PATH' };
}

function leadsNowhere(variable: string, value: string, allowed: string): UserError {
  return new UserError({
    code: 'engine-path',
    where: `the variable ${variable}`,
    found: `${value}, which is no such thing`,
    allowed,
    fix: `mend the path, or unset ${variable}: what is missing is then built`,
  });
}
