import { show } from '@plinth/errors';
import { Duration } from '@plinth/units';
import type { DeclaredCertificate } from './declared-certificate';
import type { Mistake } from './shape';

/** What nobody notices is taken for longer than this. */
const LONGEST_LIFE = Duration.hours(2400);
const SHORTEST_LIFE = Duration.hours(1);
const SHORTEST_RENEWAL = Duration.minutes(5);
/** A run waits for a hook and for a server, and others wait for the run. */
const LONGEST_WAIT = Duration.hours(1);

type Path = Mistake['path'];

/** A certificate lives longer than its renewal takes, and not so long that nobody has practised that. */
export function lifeMistakes(
  { life, renewBefore, commonName, dnsNames }: DeclaredCertificate,
  path: Path,
): Mistake[] {
  const mistakes: Mistake[] = [];
  const refuse = (field: string, found: string, allowed: string, fix: string) =>
    mistakes.push({ code: 'certificate-life', path: [...path, field], found, allowed, fix });
  if (life.compare(LONGEST_LIFE) > 0 || life.compare(SHORTEST_LIFE) < 0)
    refuse('life', `${life}`, `${SHORTEST_LIFE} to ${LONGEST_LIFE}`, 'write for example 2160h');
  if (renewBefore.compare(life) >= 0)
    refuse(
      'renewBefore',
      `${renewBefore} of ${life}`,
      'less than life',
      'or every new certificate is due at once',
    );
  else if (renewBefore.seconds * 3 < life.seconds)
    refuse('renewBefore', `${renewBefore} of ${life}`, 'a third of life or more', `write ${third(life)}`);
  else if (renewBefore.compare(SHORTEST_RENEWAL) < 0)
    refuse('renewBefore', `${renewBefore}`, `${SHORTEST_RENEWAL} or more`, 'leave time to mend what fails');
  if (!dnsNames.includes(commonName))
    refuse('commonName', show(commonName), 'one of dnsNames', 'add it there: clients look at nothing else');
  const twice = dnsNames.find((name, index) => dnsNames.indexOf(name) !== index);
  if (twice !== undefined) refuse('dnsNames', `${show(twice)} twice`, 'each name once', 'remove one');
  return mistakes;
}

function third(life: Duration): Duration {
  return Duration.seconds(Math.ceil(life.seconds / 3));
}

/** What a run waits for comes, or somebody has to hear that it does not. */
export function waitMistakes({ endpoint, reload }: DeclaredCertificate, path: Path): Mistake[] {
  const waits = [
    { field: ['endpoint', 'within'], wait: endpoint?.within },
    { field: ['reload', 'timeout'], wait: reload?.timeout },
  ];
  return waits.flatMap(({ field, wait }) =>
    wait === undefined || wait.compare(LONGEST_WAIT) <= 0
      ? []
      : [
          {
            code: 'certificate-wait',
            path: [...path, ...field],
            found: `${wait}`,
            allowed: `1s to ${LONGEST_WAIT}`,
            fix: 'write for example 30s',
          },
        ],
  );
}

/** What two certificates cannot both have. */
export function repeatedMistakes(certificates: readonly (DeclaredCertificate | undefined)[]): Mistake[] {
  const owners = new Map<string, string>();
  const mistakes: Mistake[] = [];
  certificates.forEach((one, index) => {
    if (one === undefined) return;
    for (const [field, key] of identitiesOf(one)) {
      const other = owners.get(key);
      if (other === undefined) owners.set(key, one.name);
      else
        mistakes.push({
          code: 'repeated-certificate',
          path: ['certificates', index, ...field],
          found: `${show(key)}, which ${other} has`,
          allowed: 'what no other certificate of the list has',
          fix: 'change one of the two',
        });
    }
  });
  return mistakes;
}

function identitiesOf({ name, kv, files }: DeclaredCertificate): [field: string[], key: string][] {
  return [
    [['name'], name],
    [['kv', 'path'], `${kv.mount}/${kv.path}`],
    ...Object.entries(files ?? {}).map(([field, path]): [string[], string] => [['files', field], path]),
  ];
}
