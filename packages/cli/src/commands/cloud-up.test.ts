import { pulumiArguments } from './cloud-up';

test('a run of the program of Vault looks first at what is there, unless somebody says otherwise', () => {
  const of = (stack: string, ...rest: string[]) => pulumiArguments({ env: 'dev', stack, rest });
  expect(of('vault')).toEqual(['up', '--stack', 'dev', '--refresh']);
  expect(of('vault', '--refresh=false')).toEqual(['up', '--stack', 'dev', '--refresh', '--refresh=false']);
  expect(of('foundation', '--diff')).toEqual(['up', '--stack', 'dev', '--diff']);
});
