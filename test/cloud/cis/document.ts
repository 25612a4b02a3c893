import type { Control } from './control';
import { controls } from './controls';

export const DOCUMENT = 'docs/controls/cis-gke-1.9.md';

const HEAD = `# CIS GKE Benchmark 1.9: who keeps what

Written by \`pnpm controls\` from \`test/cloud/cis\`; what is edited here is lost. A control that is ours is a test over \`plans/\` and
\`manifests/\` of every environment, named by its number, and each has been seen to fail on a fault of its own:
\`pnpm test test/cloud/cis -t 5.3.1\`.

| control | what it asks | owner | kept by | judged by |
| --- | --- | --- | --- | --- |
`;

/** The title of the test of a control, for the first environment as for all. */
export function testTitle({ id, title }: Control): string {
  return `${id} ${title}`;
}

/** The table for people who audit. */
export function cisDocument(): string {
  return `${HEAD}${controls.map(row).join('\n')}\n`;
}

function row(control: Control): string {
  const cells = 'reason' in control ? left(control) : judged(control);
  return `| ${[control.id, control.title, ...cells].join(' | ')} |`;
}

function judged({ owner, by }: Extract<Control, { by: string }>): string[] {
  return [owner === 'cloud' ? 'cloud' : 'manifests', by, '`test/cloud/cis/cis.test.ts`'];
}

function left({ owner, reason }: Extract<Control, { reason: string }>): string[] {
  const because = owner === 'register' ? `the exception \`${reason}\` until it is kept` : reason;
  return [OWNERS[owner], because, owner === 'register' ? '`environments/exceptions.ts`' : 'nobody'];
}

const OWNERS = { google: 'Google', register: 'excepted', declined: 'declined' } as const;
