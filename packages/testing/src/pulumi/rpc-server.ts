import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

/** A gRPC server on loopback, to which Pulumi's engine attaches instead of starting a plugin. */
export class RpcServer {
  readonly port: number;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start(
    service: ServiceDefinition<UntypedServiceImplementation>,
    implementation: UntypedServiceImplementation,
  ): Promise<RpcServer> {
    const server = new Server({ 'grpc.max_receive_message_length': -1 });
    server.addService(service, implementation);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    return new RpcServer(server, port);
  }

  stop(): void {
    this.#server.forceShutdown();
  }
}

/** A method that answers one message with one; what it throws is the error that the caller gets. */
export function answering<Request, Response>(
  work: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    Promise.resolve(request)
      .then(work)
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback({ code: status.UNKNOWN, details: String(error) }),
      );
  };
}
