import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceError,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { UserError } from '@plinth/errors';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { ResourceMonitorService } from '@pulumi/pulumi/proto/resource_grpc_pb';
import { engineCalls } from './engine-calls';
import { type EngineSettings, type EngineState, emptyState } from './engine-state';
import { monitorCalls } from './monitor-calls';

/** The engine's side of Pulumi's protocol, on loopback. */
export interface EngineServer {
  readonly address: string;
  readonly state: EngineState;
  stop(): void;
}

/** As Pulumi's own: a chart of a Kubernetes operator is megabytes. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;

export async function startEngine(settings: EngineSettings): Promise<EngineServer> {
  const state = emptyState();
  const server = new Server({
    'grpc.max_receive_message_length': LARGEST_MESSAGE,
    'grpc.max_send_message_length': LARGEST_MESSAGE,
  });
  server.addService(ResourceMonitorService, served(monitorCalls(settings, state), state));
  server.addService(EngineService, served(engineCalls(state), state));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { address: `127.0.0.1:${port}`, state, stop: () => server.forceShutdown() };
}

/** One function from request to response for each call of a service. */
// biome-ignore lint/suspicious/noExplicitAny: each call knows the message that it takes
export type Calls = { readonly [name: string]: (request: any) => unknown };

/** A mistake is remembered here, because the program repeats it in words of its own. */
function served(calls: Calls, state: EngineState): UntypedServiceImplementation {
  const handlers = Object.entries(calls).map(([name, answer]) => {
    const handler: handleUnaryCall<unknown, unknown> = ({ request }, respond) => {
      const refuse = (error: unknown) => {
        if (UserError.isUserError(error)) state.problems.push(...error.problems);
        else state.faults.push(error);
        respond({ code: status.INVALID_ARGUMENT, details: String(error) } as ServiceError);
      };
      Promise.resolve(request)
        .then(answer)
        .then((response) => respond(null, response), refuse);
    };
    return [name, handler] as const;
  });
  return Object.fromEntries(handlers);
}
