import { Gate } from './gate';

/** Work that ends when it is told to. */
function held(name: string, log: string[]) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async () => {
    log.push(`${name} starts`);
    await ended;
    log.push(`${name} ends`);
    return name;
  };
  return { work, end };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('lets no more through than it is wide', async () => {
  const log: string[] = [];
  const [a, b, c] = [held('a', log), held('b', log), held('c', log)];
  const gate = new Gate(2);
  const all = [a, b, c].map(({ work }) => gate.run(work));
  await turn();
  expect(log).toEqual(['a starts', 'b starts']);

  b.end();
  await turn();
  expect(log).toEqual(['a starts', 'b starts', 'b ends', 'c starts']);

  a.end();
  c.end();
  await expect(Promise.all(all)).resolves.toEqual(['a', 'b', 'c']);
});

test('lets work wait for work behind it, however narrow it is', async () => {
  const gate = new Gate(1);
  const behind: Promise<string>[] = [];
  const front = gate.run(async () => `front after ${await gate.pause(behind[0] as Promise<string>)}`);
  behind.push(gate.run(async () => 'behind'));

  await expect(front).resolves.toBe('front after behind');
});

test('gives the place back when work fails', async () => {
  const gate = new Gate(1);
  await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(gate.run(() => Promise.resolve('next'))).resolves.toBe('next');
});
