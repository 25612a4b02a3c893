import { Progress } from './progress';

test('in a pipe, a task is one line when it begins and one when it ends', () => {
  const { progress, printed } = recorded(false);
  const end = progress.start('etcd v3.6.5', 'building');
  const other = progress.start('kwok v0.7.0', 'building');
  end('done');
  other('failed');

  expect(printed()).toBe(
    'etcd v3.6.5: building\nkwok v0.7.0: building\netcd v3.6.5: done in 0 s\nkwok v0.7.0: failed in 0 s\n',
  );
});

test('on a terminal, one live line shows all tasks, and ended ones stay above it', () => {
  const { progress, printed } = recorded(true);
  const end = progress.start('etcd', 'building');
  progress.start('modules of kwok', 'downloading');
  expect(visible(printed())).toEqual(['etcd: building 0 s · modules of kwok: downloading 0 s']);
  end('done');
  expect(visible(printed())).toEqual(['etcd: done in 0 s', 'modules of kwok: downloading 0 s']);
});

test('on a terminal, nothing of the live line is left in the end', () => {
  const { progress, printed } = recorded(true);
  progress.start('etcd', 'building')('done');
  expect(visible(printed())).toEqual(['etcd: done in 0 s', '']);
});

test('the live line fits the terminal', () => {
  const { progress, printed } = recorded(true, 20);
  progress.start('kube-controller-manager', 'building');
  expect(visible(printed())).toEqual(['kube-controller-man']);
});

function recorded(isTTY: boolean, columns = 100) {
  let text = '';
  const progress = new Progress({ isTTY, columns, write: (more) => (text += more) });
  return { progress, printed: () => text };
}

/** What a terminal shows: the last text of each line. */
function visible(text: string): string[] {
  return text.split('\n').map((line) => line.split('\r\u001b[2K').at(-1) ?? '');
}
