import { didYouMean, oneOf, type Problem, show, UserError } from '@plinth/errors';
import type { Command, CommanderError } from 'commander';

type Parts = Omit<Problem, 'where' | 'code'>;

/** What commander refuses, in our four parts; undefined for the help that it has shown instead. */
export function tryWrongUse(command: Command, error: CommanderError): UserError | undefined {
  const [, name = ''] = /^commander\.(.+)$/.exec(error.code) ?? [];
  if (['help', 'helpDisplayed', 'version'].includes(name)) return undefined;
  const { found, allowed, fix } = partsOf(name, command, error.message);
  return new UserError({ code: 'wrong-use', where: pathOf(command), found, allowed, fix });
}

/** An option that may be given once: of two values the last would silently win. */
export function once<T>(flag: string, parse: (value: string) => T): (value: string, previous?: T) => T {
  return (value, previous) => {
    if (previous === undefined) return parse(value);
    throw new UserError({
      code: 'wrong-use',
      where: flag,
      found: `both ${show(previous)} and ${show(value)}`,
      allowed: 'one value',
      fix: 'give it once',
    });
  };
}

function partsOf(name: string, command: Command, message: string): Parts {
  // The part in quotes is all that commander tells of what it has found.
  const [, quoted = ''] = /'(.*)'/s.exec(message) ?? [];
  const usage = `${pathOf(command)} ${command.usage()}`;
  const help = `${pathOf(command)} --help explains it`;
  switch (name) {
    case 'unknownCommand': {
      const written = command.args[0] ?? '';
      const names = command.commands.map((child) => child.name());
      return {
        found: `the unknown command ${show(written)}`,
        allowed: oneOf(names),
        fix: didYouMean(written, names, help),
      };
    }
    case 'unknownOption': {
      const flags = [...command.options.map(({ long }) => long ?? ''), '--help'];
      return {
        found: `the unknown flag ${show(quoted)}`,
        allowed: oneOf(flags),
        fix: didYouMean(quoted, flags, help),
      };
    }
    case 'optionMissingArgument':
      return { found: `${quoted} without its value`, allowed: quoted, fix: 'add the value' };
    case 'missingMandatoryOptionValue':
      return { found: `no ${quoted}`, allowed: `${pathOf(command)} ${quoted}`, fix: 'add it' };
    case 'missingArgument':
      return { found: `no <${quoted}>`, allowed: usage, fix: 'add it' };
    case 'excessArguments': {
      const excess = command.args.slice(command.registeredArguments.length);
      return { found: excess.map(show).join(', '), allowed: usage, fix: 'remove it' };
    }
    default:
      return { found: message.replace(/^error: /, ''), allowed: usage, fix: help };
  }
}

/** `plinth env diff` */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
