import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { check } from './_zod-mistakes';
import { encodingProblem, lineOfPath, lineOfSyntaxError, repeatedKeys } from './json-text';
import { authorityMistakes } from './rules/certificates';
import { authority } from './schema/certificates';

/** What is wrong in a text of authorities. Nothing of the text is in it: it may be another file, named by mistake. */
export interface AuthoritiesFlaw {
  readonly line: number;
  readonly found: string;
}

/**
 * Whom an environment's services trust, from the text of its `authorities.json`, for who reads the file and not the
 * declaration. It is judged as there.
 */
export function readAuthorities(text: string): {
  readonly authorities: readonly X509Certificate[];
  readonly flaws: readonly AuthoritiesFlaw[];
} {
  const refuse = (...flaws: AuthoritiesFlaw[]) => ({ authorities: [], flaws });
  const encoding = encodingProblem(text);
  if (encoding !== undefined) return refuse({ line: 1, found: encoding });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse({ line: lineOfSyntaxError(text), found: 'text that is not JSON' });
  }
  const twice = repeatedKeys(text).map(({ line }) => ({ line, found: 'a key twice' }));
  if (twice.length > 0) return refuse(...twice);
  const { value = [], mistakes } = check(z.array(authority), parsed);
  const flaws = [
    ...mistakes.map(({ path }) => ({ path, found: 'what no list of authorities holds' })),
    ...authorityMistakes(value),
  ].map(({ path, found }) => ({ line: lineOfPath(text, path), found }));
  if (flaws.length > 0) return refuse(...flaws);
  return { authorities: value.map(({ certificate }) => new X509Certificate(certificate)), flaws };
}
