import { didYouMean, oneOf, show, UserError } from '@plinth/errors';
import { Command, type CommanderError, Option } from 'commander';
import type { CommandContext, ExitCode } from './command';
import { once, tryWrongUse } from './wrong-use';

type Run = (args: never, context: CommandContext) => ExitCode | Promise<ExitCode>;

const option = <T = string>(
  flags: string,
  description: string,
  parse: (value: string) => T = (value) => value as T,
) => new Option(flags, description).argParser(once(flags, parse));
const environmentOption = () => option('--env <name>', 'only this environment');
const outOption = () => option('--out <folder>', 'the folder of the rendered tree (default: manifests)');
const jsonOption = () => new Option('--json', 'print data instead of text');
const onlyJsonOption = () => new Option('--json', 'the only form there is');

function day(value: string): string {
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
  if (valid && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)) return value;
  throw new UserError({
    code: 'wrong-use',
    where: '--date <day>',
    found: show(value),
    allowed: 'a day such as 2026-11-22',
    fix: 'write year, month and day',
  });
}

function graphFormat(value: string): string {
  const formats = ['svg', 'mermaid', 'json'];
  if (formats.includes(value)) return value;
  throw new UserError({
    code: 'wrong-use',
    where: '--format <format>',
    found: show(value),
    allowed: oneOf(formats),
    fix: didYouMean(value, formats, 'name one of these'),
  });
}

function namesIn(value: string): readonly string[] {
  return value.split(',');
}

function seconds(value: string): number {
  if (/^\d{1,4}$/.test(value)) return Number(value);
  throw new UserError({
    code: 'wrong-use',
    where: '--settle <seconds>',
    found: show(value),
    allowed: 'a whole number of seconds from 0 to 9999',
    fix: 'write a number',
  });
}

const MOST_AT_ONCE = 100;

function parallel(value: string): number {
  if (/^[1-9]\d{0,2}$/.test(value) && Number(value) <= MOST_AT_ONCE) return Number(value);
  throw new UserError({
    code: 'wrong-use',
    where: '--parallel <number>',
    found: show(value),
    allowed: `a whole number from 1 to ${MOST_AT_ONCE}`,
    fix: 'write a number',
  });
}

/** The command line as data: names, options, examples. Commands are loaded when they are called. */
export function createProgram(
  context: CommandContext,
  done: (code: ExitCode | Promise<ExitCode>) => void,
): Command {
  const program = new Command('plinth')
    .description('Declare a service once; get every environment, rendered and checked.')
    .version((require('../package.json') as { version: string }).version, '--version')
    // Errors are thrown and printed in one place; here they would be printed a second time.
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError(false)
    .addHelpText('after', example('plinth synth'));

  const run = (load: () => Run) => (args: object) => done(load()(args as never, context));

  program
    .command('synth')
    .description('render and check every environment into manifests/')
    .addOption(environmentOption())
    .addOption(outOption())
    .option('--overwrite-edited', 'replace rendered files that were edited by hand')
    .addOption(jsonOption())
    .addHelpText('after', example('plinth synth --env prod'))
    .action(run(() => require('./commands/synth').synth));

  program
    .command('check')
    .description('judge what is rendered, without rendering')
    .addOption(environmentOption())
    .addOption(outOption())
    .addOption(option('--date <day>', 'judge what expires as of this day (default: today)', day))
    .addOption(jsonOption())
    .addHelpText('after', example('plinth check --env prod --date 2027-01-01'))
    .action(run(() => require('./commands/check').check));

  program
    .command('list')
    .description('every service, and the version that runs in each environment')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', example('plinth list --json'))
    .action(run(() => require('./commands/list').list));

  program
    .command('graph')
    .description('who calls whom, as a picture, a chart or data')
    .addOption(option('--env <name>', 'what is released there (default: all that is declared)'))
    .addOption(option('--format <format>', 'svg, mermaid or json (default: svg)', graphFormat))
    .addOption(option('--squad <name>', 'only this squad, whom it calls and who calls it'))
    .addOption(option('--out <file>', 'the file to write (default: standard output)'))
    .addOption(jsonOption().conflicts('format'))
    .addHelpText('after', example('plinth graph --env prod --squad exchange --out calls.svg'))
    .action(run(() => require('./commands/graph').graph));

  const environment = program
    .command('env')
    .description('questions about one environment')
    .addHelpText('after', example('plinth env diff prod'));
  environment
    .command('diff')
    .description('what an environment customizes, and nothing else')
    .argument('<env>', 'the environment')
    .addOption(jsonOption())
    .addHelpText('after', example('plinth env diff prod'))
    .action((env: string, options: object) =>
      run(() => require('./commands/env-diff').envDiff)({ env, ...options }),
    );

  const cloud = program
    .command('cloud')
    .description('what the programs of the cloud would make, and making it')
    .addHelpText('after', example('plinth cloud plan prod'));
  cloud
    .command('plan')
    .description('every resource that the programs would register, without cloud and without credentials')
    .argument('[env]', 'only this environment')
    .option('--write', 'write plans/ for reviewers instead of printing')
    .addOption(jsonOption())
    .addHelpText('after', example('plinth cloud plan prod'))
    .action((env: string | undefined, options: object) =>
      run(() => require('./commands/cloud-plan').cloudPlan)({
        ...(env !== undefined && { env }),
        ...options,
      }),
    );
  cloud
    .command('up')
    .description('pulumi up for one program and one environment')
    .argument('<env>', 'the environment')
    .argument('<stack>', 'the program, a folder of stacks/')
    .argument('[rest...]', 'for Pulumi itself, after --')
    .addHelpText('after', example('plinth cloud up dev foundation -- --diff'))
    .action((env: string, stack: string, rest: readonly string[]) =>
      run(() => require('./commands/cloud-up').cloudUp)({ env, stack, rest }),
    );

  const vault = program
    .command('vault')
    .description('who may read which secret, and which are not there yet')
    .addHelpText('after', example('plinth vault access ledger'));
  vault
    .command('access')
    .description('what a service may do in Vault, and which line says so')
    .argument('[service]', 'only this service (default: all)')
    .addOption(environmentOption())
    .addOption(new Option('--markdown', 'print a page').conflicts('json'))
    .addOption(jsonOption())
    .addHelpText('after', example('plinth vault access ledger'))
    .action((service: string | undefined, options: object) =>
      run(() => require('./commands/vault-access').vaultAccess)({
        ...(service !== undefined && { service }),
        ...options,
      }),
    );

  vault
    .command('missing')
    .description('declared secrets that nobody has put there yet, and who does; reads no value')
    .addOption(environmentOption().makeOptionMandatory())
    .addOption(option('--squad <name>', 'only what this squad puts there'))
    .addOption(jsonOption())
    .addHelpText('after', `${example('plinth vault missing --env prod')}\n\n${ASKS_VAULT}`)
    .action(run(() => require('./commands/vault-missing').vaultMissing));

  const certs = program
    .command('certs')
    .description('certificates: what is declared for the cluster, and what runs outside it')
    .addHelpText('after', example('plinth certs check --list certificates.json'));
  const listOption = () =>
    option(
      '--list <file>',
      'the certificates, as docs/guides/certificates-outside.md shows',
    ).makeOptionMandatory();
  certs
    .command('list')
    .description('the certificates that are rendered for the cluster: names, issuer, life, owner')
    .addOption(environmentOption())
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', example('plinth certs list --env prod'))
    .action(run(() => require('./commands/certs-list').certsList));
  certs
    .command('check')
    .description('judge certificates in files, at endpoints and in Vault, without changing anything')
    .addOption(listOption())
    .addOption(option('--date <day>', 'judge what expires as of this day (default: now)', day))
    .addOption(jsonOption())
    .addHelpText('after', `${example('plinth certs check --list certificates.json')}\n\n${ASKS_VAULT}`)
    .action(run(() => require('./commands/certs-check').certsCheck));
  certs
    .command('renew')
    .description('renew what is due into Vault, install it, reload and look at what is served')
    .addOption(listOption())
    .addOption(
      option(
        '--state <folder>',
        'what is begun, for the next run; its files are secret',
      ).makeOptionMandatory(),
    )
    .addOption(option('--name <names>', 'only these, separated by commas', namesIn))
    .addOption(new Option('--force', 'also what is not due'))
    .addOption(option('--parallel <number>', 'how many at once (default: 16)', parallel))
    .addOption(new Option('--take-over', 'take over what a run whose state is lost has claimed'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `${example('plinth certs renew --list certificates.json --state certificates.state')}\n\n${ASKS_VAULT}`,
    )
    .action(run(() => require('./commands/certs-renew').certsRenew));

  certs
    .command('trust')
    .description(
      'take the root of Vault’s authority, and by whom Vault is known, into files of environments/<env>',
    )
    .addOption(environmentOption().makeOptionMandatory())
    .addOption(jsonOption())
    .addHelpText('after', `${example('plinth certs trust --env prod')}\n\n${ASKS_VAULT}`)
    .action(run(() => require('./commands/certs-trust').certsTrust));
  certs
    .command('rotate-ca')
    .description('take the next step from the authority of services to a new one, or say what it waits for')
    .addOption(environmentOption().makeOptionMandatory())
    .addOption(new Option('--start', 'begin with a new authority when none is on its way'))
    .addOption(
      option(
        '--settle <seconds>',
        'how long a kubelet takes to bring a file to pods (default: 120)',
        seconds,
      ),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `${example('plinth certs rotate-ca --env prod --start')}\n\n${ASKS_VAULT}\nAsks the cluster of kubectl’s current context.`,
    )
    .action(run(() => require('./commands/certs-rotate-ca').certsRotateCa));

  program
    .command('model')
    .description('the resolved model of one environment, as versioned JSON')
    .addOption(environmentOption().makeOptionMandatory())
    .addOption(onlyJsonOption())
    .addHelpText('after', example('plinth model --env prod --json'))
    .action(run(() => require('./commands/model').model));

  program
    .command('schema')
    .description('the JSON Schema of everything that people declare')
    .addOption(onlyJsonOption())
    .addHelpText('after', example('plinth schema > plinth.schema.json'))
    .action(run(() => require('./commands/schema').schema));

  explainWrongUse(program);
  return program;
}

const ASKS_VAULT =
  'Asks the Vault of VAULT_ADDR as VAULT_TOKEN; VAULT_CACERT names the authority of its certificate.';

const example = (line: string) => `\nExample:\n  ${line}`;

function explainWrongUse(command: Command): void {
  command.exitOverride((error) => {
    throw tryWrongUse(command, error) ?? error;
  });
  command.commands.forEach(explainWrongUse);
}

/** Help that was asked for is no mistake; help instead of an answer is. */
export function exitCodeOf(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? 0 : 2;
}
