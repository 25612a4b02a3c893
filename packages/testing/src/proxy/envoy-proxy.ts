import { mkdirSync } from 'node:fs';
import { LoggedProcess } from '../cluster/logged-process';
import { ManagedProcess } from '../cluster/managed-process';
import type { Workspace } from '../cluster/workspace';

export interface EnvoyProxyOptions {
  /** Paths of the engines, as `prepareEngines` gives them. */
  readonly engines: { path(name: 'envoy'): string };
  /** Where configuration and log lie; its owner removes it. */
  readonly workspace: Workspace;
  /** How its files are called. @default 'envoy' */
  readonly name?: string;
  /** Its bootstrap configuration, YAML or JSON. */
  readonly config: string;
  /** What answers 200 when it serves: its health listener, or `/ready` of its admin address. */
  readonly readyUrl: string;
  /** Where paths of the configuration that are not absolute begin. @default - a folder of the workspace */
  readonly folder?: string;
}

/** Without a list of everything that is compiled in, which would hide why it ends. */
const LOG = ['--log-level', 'info', '--component-log-level', 'main:warning'];

/** The real Envoy with one configuration. */
export class EnvoyProxy extends LoggedProcess {
  /** Waits until it is ready. @throws Error with what Envoy said when it refuses the configuration */
  static async start(options: EnvoyProxyOptions): Promise<EnvoyProxy> {
    const proxy = EnvoyProxy.launch(options);
    try {
      await proxy.process.ready(async () => (await fetch(options.readyUrl)).ok);
      return proxy;
    } catch (error) {
      await proxy.stop();
      throw error;
    }
  }

  /** Starts it; what it does, as where a certificate is missing yet, is for the caller to await. */
  static launch(options: Omit<EnvoyProxyOptions, 'readyUrl'>): EnvoyProxy {
    const { engines, workspace, name = 'envoy', config } = options;
    mkdirSync(workspace.file(name), { recursive: true });
    // Envoy goes by the name of the file: JSON is YAML too.
    const file = workspace.write(`${name}/envoy.yaml`, config);
    const log = workspace.log(name);
    const process = ManagedProcess.start({
      name,
      engine: 'envoy',
      command: engines.path('envoy'),
      // Without what hands connections over to a successor: it is shared by all Envoys of a machine.
      args: ['-c', file, '--disable-hot-restart', '--concurrency', '1', ...LOG],
      log,
      cwd: options.folder ?? workspace.file(name),
    });
    return new EnvoyProxy(name, process, log);
  }
}
