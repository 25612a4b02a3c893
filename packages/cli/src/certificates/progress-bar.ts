const WIDTH = 30;

/** `[##########--------------------] 117 of 350` */
export function progressBar(done: number, all: number): string {
  const filled = all === 0 ? WIDTH : Math.floor((done / all) * WIDTH);
  return `[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${done} of ${all}`;
}
