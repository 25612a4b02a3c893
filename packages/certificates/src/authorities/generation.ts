/** What Vault calls the parts of an authority: `root` and `issuing`, then `root-2` and `issuing-2`, counted up. */
export function nameOfGeneration(part: 'root' | 'issuing', generation: number): string {
  return generation === 1 ? part : `${part}-${generation}`;
}

/** @returns undefined for a name that is none of these */
export function generationOf(part: 'root' | 'issuing', name: string): number | undefined {
  if (name === part) return 1;
  const [, digits] = /^[a-z]+-([1-9]\d{0,3})$/.exec(name) ?? [];
  const generation = Number(digits);
  return digits !== undefined && generation > 1 && name === nameOfGeneration(part, generation)
    ? generation
    : undefined;
}
