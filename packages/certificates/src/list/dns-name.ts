import { isIP } from 'node:net';
import { type Shape, text } from './shape';

const ALLOWED = {
  allowed: 'a whole host name in lower case, such as broker.acme.example',
  fix: 'write each name that clients use, in the form that DNS has it',
};
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * A name that may stand in a certificate. Never a wildcard: who holds one is every host of the domain.
 * @see https://www.rfc-editor.org/rfc/rfc6125#section-7.2
 */
export const dnsName: Shape<string> = text(/^/, ALLOWED, (name) => {
  if (name.includes('*')) return { code: 'wildcard-name' };
  if (isIP(name) !== 0) return { code: 'address-as-name', fix: 'give the host a name: addresses move' };
  const isName = name.length <= 253 && name.split('.').every((label) => LABEL.test(label));
  return isName ? undefined : { code: 'dns-name' };
});
