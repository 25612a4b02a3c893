import {
  type EncryptionKey,
  KeyRing,
  type Principal,
  type ServiceAgentName,
  type ServiceAgents,
} from '@plinth/cloud';
import { KEYS, type ResolvedCloudNeed, SERVICE_KEY_RING } from '@plinth/model';
import type { Place } from './place';

type SharedKey = keyof typeof KEYS;

/** Who encrypts with which key by itself. */
const USERS: Readonly<Partial<Record<SharedKey, readonly ServiceAgentName[]>>> = {
  clusterSecrets: ['gke'],
  disks: ['compute', 'gke'],
  registry: ['artifactregistry'],
  logs: ['logging', 'storage'],
  databases: ['sql'],
  buckets: ['storage'],
  topics: ['pubsub'],
  state: ['storage'],
};

/** Every key of the environment, by what it is for. */
export class Keys {
  readonly #rings: ReadonlyMap<string, KeyRing>;

  constructor(place: Place, agents: ServiceAgents) {
    const rings = new Map<string, Record<string, { rotationDays: number; users: Principal[] }>>();
    for (const [purpose, { ring, key }] of Object.entries(KEYS)) {
      const users = (USERS[purpose as SharedKey] ?? []).map((agent) => agents.of(agent));
      rings.set(ring, { ...rings.get(ring), [key]: { rotationDays: place.cloud.keyRotationDays, users } });
    }
    this.#rings = new Map([...rings].map(([name, keys]) => [name, keyRing(place, name, keys)]));
  }

  of(purpose: SharedKey): EncryptionKey {
    return this.ring(purpose).key(KEYS[purpose].key);
  }

  /** For rights of others to it. */
  ring(purpose: SharedKey): KeyRing {
    const found = this.#rings.get(KEYS[purpose].ring);
    if (found === undefined) throw new Error(`no key ring ${KEYS[purpose].ring}`);
    return found;
  }
}

type SigningKey = Extract<ResolvedCloudNeed, { kind: 'signing-key' }>;

/** The keys with which services sign; none, when none does: a key ring is for ever. */
export function signingKeys(place: Place): KeyRing | undefined {
  const needs = place.environment.services.flatMap(({ cloud }) => cloud?.needs ?? []);
  const signing = needs.filter(
    (need): need is { readonly name: string } & SigningKey => need.kind === 'signing-key',
  );
  if (signing.length === 0) return undefined;
  return keyRing(
    place,
    SERVICE_KEY_RING,
    Object.fromEntries(signing.map(({ key, algorithm }) => [key, { algorithm }])),
  );
}

function keyRing(
  { project, region, labels, options }: Place,
  name: string,
  keys: ConstructorParameters<typeof KeyRing>[1]['keys'],
) {
  return new KeyRing(`keys-${name}`, { project, location: region, ringName: name, keys, labels }, options);
}
