import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { credentials } from '@grpc/grpc-js';
import { EngineClient } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { LogRequest, LogSeverity } from '@pulumi/pulumi/proto/engine_pb';
import { LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb';
import {
  AboutResponse,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  type LanguageHandshakeRequest,
  LanguageHandshakeResponse,
  type RunRequest,
  RunResponse,
} from '@pulumi/pulumi/proto/language_pb';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { nodeCommand, type ProgramRequest, type RuntimeOptions } from './node-program';
import { answering, RpcServer } from './rpc-server';

/** With this code a program ends that has told its error itself; defined by `@pulumi/pulumi/cmd/run`. */
const HAS_TOLD_ITS_ERROR = 32;

/**
 * Runs programs for Pulumi's engine, in the way of `pulumi-language-nodejs`: that plugin is not published as
 * something that can be built, what it starts is. The engine attaches to it. One for each command of Pulumi: the
 * engine says only in the handshake where it listens.
 */
export class LanguageHost {
  readonly #environment: Readonly<Record<string, string>>;
  readonly #programs = new Set<ChildProcess>();
  #engine = '';
  #server: RpcServer | undefined;

  private constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
  }

  /** @param environment all variables that programs see besides those of the runtime */
  static async start(environment: Readonly<Record<string, string>>): Promise<LanguageHost> {
    const host = new LanguageHost(environment);
    host.#server = await RpcServer.start(LanguageRuntimeService, {
      handshake: answering((request: LanguageHandshakeRequest) => {
        host.#engine = request.getEngineAddress();
        return new LanguageHandshakeResponse();
      }),
      getPluginInfo: answering(() => new PluginInfo()),
      // Providers are attached: nothing is to be downloaded.
      getRequiredPackages: answering(() => new GetRequiredPackagesResponse()),
      getProgramDependencies: answering(() => new GetProgramDependenciesResponse()),
      about: answering(() => new AboutResponse().setExecutable('node').setVersion(process.version)),
      // Programs run where their packages are installed already.
      installDependencies: (call: ServerWritableStream<unknown, unknown>) => call.end(),
      run: answering((request: RunRequest) => host.#run(request)),
      cancel: answering(() => {
        host.#endPrograms();
        return new Empty();
      }),
    });
    return host;
  }

  get port(): number {
    if (this.#server === undefined) throw new Error('the language host has not started');
    return this.#server.port;
  }

  stop(): void {
    this.#endPrograms();
    this.#server?.stop();
  }

  async #run(request: RunRequest): Promise<RunResponse> {
    const asked = programRequest(request, this.#engine);
    const { args, environment } = nodeCommand(asked);
    const child = spawn('node', args, {
      cwd: asked.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...this.#environment, ...environment },
    });
    this.#programs.add(child);
    const told = [child.stdout, child.stderr].map((stream) => this.#pass(stream));
    const code = await new Promise<number | string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (status, signal) => resolve(status ?? signal ?? 'no status'));
    });
    this.#programs.delete(child);
    await Promise.all(told);
    const response = new RunResponse();
    if (code === HAS_TOLD_ITS_ERROR) return response.setBail(true);
    return code === 0 ? response : response.setError(`Program exited with non-zero exit code: ${code}`);
  }

  /** What a program prints is shown by the engine among its own messages. */
  async #pass(stream: Readable): Promise<void> {
    const engine = new EngineClient(this.#engine, credentials.createInsecure());
    for await (const line of createInterface({ input: stream })) {
      const message = new LogRequest().setSeverity(LogSeverity.INFO).setMessage(`${line}\n`);
      await new Promise<void>((resolve, reject) => {
        engine.log(message, (error) => (error === null ? resolve() : reject(error)));
      });
    }
    engine.close();
  }

  #endPrograms(): void {
    for (const child of this.#programs) child.kill('SIGKILL');
  }
}

function programRequest(request: RunRequest, engine: string): ProgramRequest {
  const info = request.getInfo();
  return {
    engine,
    monitor: request.getMonitorAddress(),
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    folder: request.getPwd(),
    root: info?.getRootDirectory() ?? request.getPwd(),
    program: info?.getEntryPoint() ?? request.getProgram(),
    preview: request.getDryrun(),
    parallel: request.getParallel(),
    config: Object.fromEntries(request.getConfigMap().toArray()),
    secretKeys: request.getConfigsecretkeysList(),
    options: (info?.getOptions()?.toJavaScript() ?? {}) as RuntimeOptions,
  };
}
