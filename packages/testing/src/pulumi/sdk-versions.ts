import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The versions of the SDKs that the program in this folder has, by the name of their provider. */
export function sdkVersions(folder: string): Readonly<Record<string, string>> {
  const scope = join(folder, 'node_modules/@pulumi');
  if (!existsSync(scope)) throw new Error(`${folder} has no SDK of Pulumi; are its dependencies installed?`);
  // `pulumi` itself is not the SDK of a provider.
  const names = readdirSync(scope).filter((name) => name !== 'pulumi');
  return Object.fromEntries(names.map((name) => [name, versionOf(join(scope, name, 'package.json'))]));
}

function versionOf(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
