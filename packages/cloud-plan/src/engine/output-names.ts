import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Which properties the resources of a type have, as the SDK's generated class says. */
export type OutputNames = (type: string) => readonly string[];

/**
 * Reads the classes of the SDKs that the program in this folder has. A type without such a class (a component, a provider, a type
 * that only a test knows) has no properties of its own.
 */
export function outputNamesFrom(folder: string): OutputNames {
  const known = new Map<string, readonly string[]>();
  return (type) => {
    const cached = known.get(type);
    if (cached !== undefined) return cached;
    const sdk = sdkFolder(type, folder);
    const file = sdk === undefined ? undefined : classFile(type, sdk);
    const names = file === undefined ? [] : namesIn(readFileSync(file, 'utf8'));
    known.set(type, names);
    return names;
  };
}

/** Generated constructors set each property twice, from state and from arguments: `resourceInputs["name"] = …`. */
function namesIn(source: string): string[] {
  const found = source.matchAll(/resourceInputs\["([^"]+)"\]/g);
  return [...new Set([...found].map(([, name = '']) => name))].sort();
}

/**
 * `gcp:container/cluster:Cluster` is in container/cluster.js, `gcp:projects/iAMMember:IAMMember` in projects/iammember.js,
 * `vault:pkiSecret/secretBackendSign:SecretBackendSign` in pkisecret/secretBackendSign.js,
 * `kubernetes:rbac.authorization.k8s.io/v1:Role` in rbac/v1/role.js.
 */
export function classFile(type: string, sdk: string): string | undefined {
  const [, module, name] = type.split(':');
  if (module === undefined || name === undefined) return undefined;
  const parts = module.split('/').map((part, index) => (index === 0 ? part.replace(/\..*/, '') : part));
  const last = parts.at(-1)?.toLowerCase();
  const places = last === name.toLowerCase() ? [parts.slice(0, -1), parts] : [parts];
  return places
    .map((place) => placeIn(sdk, [...place.filter((part) => part !== 'index'), `${name}.js`]))
    .find((file) => file !== undefined);
}

/** Generators change the case of acronyms in names of files, and of what has capitals in names of folders. */
function placeIn(folder: string, [next, ...rest]: readonly string[]): string | undefined {
  if (next === undefined) return folder;
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  const wanted = next.toLowerCase();
  const found = readdirSync(folder).find((candidate) => candidate.toLowerCase() === wanted);
  return found === undefined ? undefined : placeIn(join(folder, found), rest);
}

function sdkFolder(type: string, folder: string): string | undefined {
  const [provider] = type.split(':');
  try {
    return dirname(createRequire(join(folder, 'Pulumi.yaml')).resolve(`@pulumi/${provider}/package.json`));
  } catch {
    return undefined;
  }
}
