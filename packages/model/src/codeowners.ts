import type { SquadDeclaration } from './declare';

/**
 * Who must review what, for the code host: each squad its own declarations, overlays and rendered files, and the
 * last squad of the fallback chain everything else, rules and exceptions above all.
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function codeowners(squads: readonly SquadDeclaration[]): string {
  const sorted = [...squads].sort((a, b) => (a.name < b.name ? -1 : 1));
  const last = sorted.find(({ input }) => input.fallback === undefined);
  const lines = sorted.flatMap((squad) => pathsOf(squad.name).map((path) => `${path} ${owners(squad)}`));
  return [
    '# Made from the squads by `pnpm codeowners`. The last line that matches a path decides.',
    ...(last === undefined ? [] : [`* ${owners(last)}`]),
    ...lines,
    ...(last === undefined
      ? []
      : [`/environments/exceptions.ts ${owners(last)}`, `/.github/ ${owners(last)}`]),
    '',
  ].join('\n');
}

function pathsOf(squad: string): string[] {
  return [
    `/environments/base/services/${squad}/`,
    `/environments/*/${squad}.ts`,
    `/manifests/*/workloads/${squad}/`,
  ];
}

function owners({ input }: SquadDeclaration): string {
  return `@${input.lead} @${input.deputy}`;
}
