import { existsSync, readFileSync } from 'node:fs';
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
    const file = classFileOf(type, folder);
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

/** `gcp:container/cluster:Cluster` is @pulumi/gcp/container/cluster.js, `kubernetes:core/v1:Secret` is core/v1/secret.js. */
function classFileOf(type: string, folder: string): string | undefined {
  const [provider, module, name] = type.split(':');
  if (provider === undefined || module === undefined || name === undefined) return undefined;
  const sdk = sdkFolder(provider, folder);
  if (sdk === undefined) return undefined;
  const fileName = name.charAt(0).toLowerCase() + name.slice(1);
  const place = module === 'index' ? '' : module;
  return [join(sdk, `${place}.js`), join(sdk, place, `${fileName}.js`)].find(
    (file) => existsSync(file) && readFileSync(file, 'utf8').includes(`class ${name} `),
  );
}

function sdkFolder(provider: string, folder: string): string | undefined {
  try {
    return dirname(createRequire(join(folder, 'Pulumi.yaml')).resolve(`@pulumi/${provider}/package.json`));
  } catch {
    return undefined;
  }
}
