import { resolve } from 'node:path';
import { cacheRoot } from './cache';

test.each([
  ['PLINTH_ENGINES', { PLINTH_ENGINES: '/own', XDG_CACHE_HOME: '/cache', HOME: '/me' }, '/own'],
  ['a relative PLINTH_ENGINES', { PLINTH_ENGINES: 'own' }, resolve('own')],
  ['XDG_CACHE_HOME', { PLINTH_ENGINES: '', XDG_CACHE_HOME: '/cache', HOME: '/me' }, '/cache/plinth/engines'],
  ['the home folder', { XDG_CACHE_HOME: '', HOME: '/me' }, '/me/.cache/plinth/engines'],
])('the cache follows %s', (_, environment, root) => {
  expect(cacheRoot(environment)).toBe(root);
});
