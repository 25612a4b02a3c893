import { Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CommandContext, ExitCode } from './command';

type Run = (args: never, context: CommandContext) => ExitCode;

const environmentOption = () => once(new Option('--env <name>', 'only this environment'));
const outOption = () => once(new Option('--out <folder>', 'the folder of the rendered tree'));
const jsonOption = () => new Option('--json', 'print data instead of text');

/** An option that may be given once: of two values the last would silently win. */
function once(option: Option): Option {
  let given = false;
  return option.argParser((value: string) => {
    if (given) throw new InvalidArgumentError(`${option.flags} is given twice; give it once.`);
    given = true;
    return value;
  });
}

function day(value: string): string {
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
  if (valid && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)) return value;
  throw new InvalidArgumentError('Write a day such as 2026-11-22.');
}

/** The command line as data: names, options, examples. Commands are loaded when they are called. */
export function createProgram(context: CommandContext, done: (code: ExitCode) => void): Command {
  const program = new Command('plinth')
    .description('Declare a service once; get every environment, rendered and checked.')
    .exitOverride()
    .showHelpAfterError('(plinth --help shows every command)')
    .configureHelp({ showGlobalOptions: true });

  const run = (load: () => Run) => (args: object) => done(load()(args as never, context));

  program
    .command('synth')
    .description('render and check every environment into manifests/')
    .addOption(environmentOption())
    .addOption(outOption())
    .option('--overwrite-edited', 'replace rendered files that were edited by hand')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plinth synth --env prod')
    .action(run(() => require('./commands/synth').synth));

  program
    .command('check')
    .description('judge what is rendered, without rendering')
    .addOption(environmentOption())
    .addOption(outOption())
    .addOption(new Option('--date <day>', 'judge what expires as of this day').argParser(day))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plinth check --env prod --date 2027-01-01')
    .action(run(() => require('./commands/check').check));

  program
    .command('list')
    .description('every service, and the version that runs in each environment')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plinth list --json')
    .action(run(() => require('./commands/list').list));

  const environment = program.command('env').description('questions about one environment');
  environment
    .command('diff')
    .description('what an environment customizes, and nothing else')
    .argument('<env>', 'the environment')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plinth env diff prod')
    .action((env: string, options: object) =>
      run(() => require('./commands/env-diff').envDiff)({ env, ...options }),
    );

  program
    .command('model')
    .description('the resolved model of one environment, as versioned JSON')
    .addOption(environmentOption().makeOptionMandatory())
    .addOption(new Option('--json', 'the only form there is'))
    .addHelpText('after', '\nExample:\n  plinth model --env prod --json')
    .action(run(() => require('./commands/model').model));

  program
    .command('schema')
    .description('the JSON Schema of everything that people declare')
    .addHelpText('after', '\nExample:\n  plinth schema > plinth.schema.json')
    .action(run(() => require('./commands/schema').schema));

  return program;
}

/** Help that was asked for is no mistake. */
export function exitCodeOf(error: CommanderError): ExitCode {
  return error.code === 'commander.helpDisplayed' || error.code === 'commander.version' ? 0 : 2;
}
