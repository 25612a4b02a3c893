import { shellWords } from './shell-words';

test.each([
  ['', []],
  ['  --a -r ./b.js\t-c ', ['--a', '-r', './b.js', '-c']],
  [`--title "two words" 'and "quotes"'`, ['--title', 'two words', 'and "quotes"']],
  [`a\\ b x"y z"'w v' "q\\"r"`, ['a b', 'xy zw v', 'q"r']],
])('%j is split as a shell would', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});
