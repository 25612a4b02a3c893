import { type Problem, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { projectProblems } from './place';

export interface ProjectServicesArgs {
  readonly project: string;
  /** Such as `container.googleapis.com`. */
  readonly apis: readonly string[];
  readonly transform?: { readonly services?: Transform<gcp.projects.ServiceArgs> };
}

const API = /^([a-z][a-z0-9-]*)\.googleapis\.com$/;

/**
 * The APIs of Google that a project uses. Everything else depends on it. Destroying it disables none of them:
 * somebody else may use them too, and with an API goes what was made through it.
 * @see https://cloud.google.com/service-usage/docs/enable-disable
 */
export class ProjectServices extends Component {
  /** By the first part of the API's name. */
  readonly nodes: { readonly services: Readonly<Record<string, gcp.projects.Service>> };

  constructor(name: string, args: ProjectServicesArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`ProjectServices ${name}`, args));
    super('ProjectServices', name, options);
    this.nodes = { services: this.#createServices(args) };
    this.registerOutputs();
  }

  #createServices({ project, apis, transform }: ProjectServicesArgs): Record<string, gcp.projects.Service> {
    const services = apis.map((service) => {
      const suffix = service.replace(API, '$1');
      const args = { project, service, disableOnDestroy: false, disableDependentServices: false };
      return [suffix, new gcp.projects.Service(...this.child(suffix, args, transform?.services))] as const;
    });
    return Object.fromEntries(services);
  }
}

function problemsOf(where: string, { project, apis }: ProjectServicesArgs): Problem[] {
  return [
    ...projectProblems(`${where}: project`, project),
    ...apis.flatMap((api, index): Problem[] => {
      if (API.test(api) && apis.indexOf(api) === index) return [];
      return [
        {
          code: 'api',
          where: `${where}: apis`,
          found: API.test(api) ? `${show(api)} twice` : show(api),
          allowed: 'names such as "container.googleapis.com", each once',
          fix: API.test(api) ? 'leave one out' : 'copy it from the list of APIs',
        },
      ];
    }),
  ];
}
