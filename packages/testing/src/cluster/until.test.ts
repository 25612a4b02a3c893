import { until } from './until';

test('answers what was found', async () => {
  let looks = 0;
  const found = await until('three looks', async () => ++looks === 3 && looks, { every: 1 });
  expect(found).toBe(3);
});

test('goes on after an error', async () => {
  let looks = 0;
  const look = async () => {
    looks += 1;
    if (looks < 3) throw new Error('not yet');
    return true;
  };
  await expect(until('it stops failing', look, { every: 1 })).resolves.toBe(true);
});

test('fails when it never becomes true: what was awaited, and why not', async () => {
  const look = async () => {
    throw new Error('connection refused');
  };
  await expect(until('the server answers', look, { seconds: 0, every: 1 })).rejects.toThrow(
    'after 0 s still not true that the server answers: connection refused',
  );
});
