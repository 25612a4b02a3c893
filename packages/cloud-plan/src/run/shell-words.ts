/** The words of `nodeargs`, as Pulumi's language host splits them: at blanks, except within quotes or after a backslash. */
export function shellWords(text: string): string[] {
  const pieces = text.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g);
  return [...pieces].map(([word]) => word.replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g, unquoted));
}

function unquoted(_all: string, escaped?: string, double?: string, single?: string): string {
  return escaped ?? double?.replace(/\\(.)/g, '$1') ?? single ?? '';
}
