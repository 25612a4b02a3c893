import { type Problem, show } from '@plinth/errors';

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** A zone answers for hosts of its own domain, each of which is written out. */
export function zoneProblems(where: string, domain: string, hosts: readonly string[]): Problem[] {
  return [
    ...(DOMAIN.test(domain) ? [] : [domainProblem(`${where}: domain`, domain)]),
    ...hostProblems(`${where}: hosts`, domain, hosts),
  ];
}

/** Hosts have to be of the domain. */
export function hostProblems(where: string, domain: string, hosts: readonly string[]): Problem[] {
  return hosts.flatMap((host): Problem[] => {
    if (!DOMAIN.test(host)) return [domainProblem(where, host)];
    if (host.endsWith(`.${domain}`)) return [];
    return [
      {
        code: 'foreign-host',
        where,
        found: show(host),
        allowed: `a host in ${domain}`,
        fix: 'declare it where its own domain is',
      },
    ];
  });
}

function domainProblem(where: string, domain: string): Problem {
  return {
    code: 'domain',
    where,
    found: show(domain),
    allowed:
      'a name of lower-case letters, digits and hyphens between dots, without wildcard or dot at the end',
    fix: 'write it as "shop.example.com"',
  };
}
