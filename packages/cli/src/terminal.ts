/** How a command speaks: results to standard output, everything else to standard error. */
export interface Terminal {
  /** Standard output, with a line end. */
  readonly print: (text: string) => void;
  /** A line of progress; nothing when nobody watches. */
  readonly progress: (text: string) => void;
  /** One line that replaces itself, such as a bar; nothing when nobody watches. An empty text takes it away. */
  readonly status: (text: string) => void;
  /** A line for the person, also in a pipe. */
  readonly note: (text: string) => void;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

interface Streams {
  readonly out: NodeJS.WriteStream;
  readonly error: NodeJS.WriteStream;
}

/** @see https://no-color.org */
export function openTerminal({ out, error }: Streams, variables: NodeJS.ProcessEnv): Terminal {
  const colour = out.isTTY === true && !variables.NO_COLOR && variables.TERM !== 'dumb';
  const style = (open: number, close: number) => (text: string) =>
    colour ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    print: (text) => out.write(`${text}\n`),
    progress: (text) => error.isTTY === true && error.write(`${text}\n`),
    status: (text) => {
      // Longer than the window, it would be broken and never taken away.
      const width = error.columns > 0 ? error.columns - 1 : 79;
      if (error.isTTY === true) error.write(`\r\u001b[K${text.slice(0, width)}`);
    },
    note: (text) => error.write(`${text}\n`),
    dim: style(2, 22),
    bold: style(1, 22),
  };
}
