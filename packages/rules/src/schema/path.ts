/** `spec.containers[0].image`; keys that are no plain words stand in brackets: `metadata.labels["a/b"]`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.map(formatStep).join('');
}

function formatStep(step: string | number, index: number): string {
  if (typeof step === 'number') return `[${step}]`;
  if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `[${JSON.stringify(step)}]`;
  return index === 0 ? step : `.${step}`;
}
