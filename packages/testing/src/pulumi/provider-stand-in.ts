import { isDeepStrictEqual } from 'node:util';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import {
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  type InvokeRequest,
  InvokeResponse,
  ProviderHandshakeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { fromStruct, type Properties, toStruct, withoutMarks } from './property-value';
import type { ProviderCall } from './provider-call';
import { answering, RpcServer } from './rpc-server';

/** What a stand-in for providers cannot know of itself. */
export interface ProviderBehaviour {
  /** All that a resource has once it is made; as a rule its inputs, and something besides. */
  readonly outputsOf: (resource: MadeResource) => Properties;
  /** Under which id a resource is made. */
  readonly idOf: (resource: MadeResource) => string;
  /** Inputs that cannot change while a resource lives, by its type. */
  readonly replaceKeys?: Readonly<Record<string, readonly string[]>>;
  /** Answers of functions, by their token. */
  readonly functions?: Readonly<Record<string, (args: Properties) => Properties>>;
}

export interface MadeResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}

/**
 * Stands in for the providers of Google Cloud and Kubernetes, which cannot run without a cloud. It makes nothing:
 * every input is right, what was asked for is there at once, and unchanged inputs are no change. What a test
 * shows with it is Pulumi's engine, its state, its secrets and our programs, never what Google's API does.
 */
export class ProviderStandIn {
  /** Everything that it was asked, in order. */
  readonly calls: ProviderCall[] = [];
  readonly #behaviour: ProviderBehaviour;
  readonly #servers = new Map<string, RpcServer>();

  private constructor(behaviour: ProviderBehaviour) {
    this.#behaviour = behaviour;
  }

  /** @param packages each name of a provider with the version that it says it has */
  static async start(
    packages: Readonly<Record<string, string>>,
    behaviour: ProviderBehaviour,
  ): Promise<ProviderStandIn> {
    const provider = new ProviderStandIn(behaviour);
    for (const [name, version] of Object.entries(packages)) {
      const server = await RpcServer.start(ResourceProviderService, provider.#service(version));
      provider.#servers.set(name, server);
    }
    return provider;
  }

  /** Where the engine attaches to it, as PULUMI_DEBUG_PROVIDERS wants it. */
  get places(): string {
    return [...this.#servers].map(([name, { port }]) => `${name}:${port}`).join(',');
  }

  stop(): void {
    for (const server of this.#servers.values()) server.stop();
  }

  #service(version: string): UntypedServiceImplementation {
    return {
      handshake: answering(() => new ProviderHandshakeResponse().setAcceptSecrets(true)),
      attach: answering(() => new Empty()),
      cancel: answering(() => new Empty()),
      getPluginInfo: answering(() => new PluginInfo().setVersion(version)),
      checkConfig: answering((request: CheckRequest) => new CheckResponse().setInputs(request.getNews())),
      diffConfig: answering((request: DiffRequest) => this.#compare(request)),
      configure: answering((request: ConfigureRequest) => this.#configure(request)),
      check: answering((request: CheckRequest) => this.#check(request)),
      diff: answering((request: DiffRequest) => this.#diff(request)),
      create: answering((request: CreateRequest) => this.#create(request)),
      read: answering((request: ReadRequest) => this.#read(request)),
      update: answering((request: UpdateRequest) => this.#update(request)),
      delete: answering((request: DeleteRequest) => this.#delete(request)),
      invoke: answering((request: InvokeRequest) => this.#invoke(request)),
    };
  }

  #configure(request: ConfigureRequest): ConfigureResponse {
    const asked = { urn: request.getUrn() ?? '', type: request.getType() ?? '' };
    this.#record('configure', asked, fromStruct(request.getArgs()));
    return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }

  #check(request: CheckRequest): CheckResponse {
    this.#record('check', asked(request), fromStruct(request.getNews()));
    return new CheckResponse().setInputs(request.getNews());
  }

  #diff(request: DiffRequest): DiffResponse {
    this.#record('diff', asked(request), fromStruct(request.getNews()));
    return this.#compare(request);
  }

  #compare(request: DiffRequest): DiffResponse {
    const [olds, news] = [fromStruct(request.getOldInputs()), fromStruct(request.getNews())];
    const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
      (key) => !isDeepStrictEqual(withoutMarks(olds[key]), withoutMarks(news[key])),
    );
    const fixed = this.#behaviour.replaceKeys?.[request.getType()] ?? [];
    const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
    return new DiffResponse()
      .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
      .setDiffsList(changed)
      .setReplacesList(changed.filter((key) => fixed.includes(key)));
  }

  #create(request: CreateRequest): CreateResponse {
    const inputs = fromStruct(request.getProperties());
    this.#record('create', asked(request), inputs, request.getPreview());
    // What an input does not tell is not known before the resource is there.
    if (request.getPreview()) return new CreateResponse().setProperties(toStruct(inputs));
    const made = { ...asked(request), inputs };
    return new CreateResponse()
      .setId(this.#behaviour.idOf(made))
      .setProperties(toStruct(this.#behaviour.outputsOf(made)));
  }

  #read(request: ReadRequest): ReadResponse {
    const inputs = fromStruct(request.getInputs());
    this.#record('read', asked(request), inputs);
    const outputs = this.#behaviour.outputsOf({ ...asked(request), inputs });
    return new ReadResponse()
      .setId(request.getId())
      .setInputs(request.getInputs())
      .setProperties(toStruct({ ...outputs, ...fromStruct(request.getProperties()) }));
  }

  #update(request: UpdateRequest): UpdateResponse {
    const inputs = fromStruct(request.getNews());
    this.#record('update', asked(request), inputs, request.getPreview());
    const outputs = this.#behaviour.outputsOf({ ...asked(request), inputs });
    return new UpdateResponse().setProperties(toStruct(outputs));
  }

  #delete(request: DeleteRequest): Empty {
    this.#record('delete', asked(request), fromStruct(request.getOldInputs()));
    return new Empty();
  }

  #invoke(request: InvokeRequest): InvokeResponse {
    const token = request.getTok();
    const args = fromStruct(request.getArgs());
    this.#record('invoke', { urn: '', type: token }, args, request.getPreview());
    const answer = this.#behaviour.functions?.[token];
    if (answer === undefined) throw new Error(`the stand-in for providers does not know ${token}`);
    return new InvokeResponse().setReturn(toStruct(answer(args)));
  }

  #record(
    method: ProviderCall['method'],
    { urn, type }: { readonly urn: string; readonly type: string },
    inputs: Properties,
    preview = false,
  ): void {
    this.calls.push({ method, urn, type, inputs: withoutMarks(inputs) as Properties, preview });
  }
}

interface ResourceRequest {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

function asked(request: ResourceRequest): {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
} {
  return { urn: request.getUrn(), type: request.getType(), name: request.getName() };
}
