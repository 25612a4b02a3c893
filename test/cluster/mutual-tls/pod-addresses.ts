/**
 * An address of loopback for each pod of a test, so that all have the ports that they have in the cluster. Test files run
 * beside each other: the process has its own.
 */
export class PodAddresses {
  /** Of the whole process: the next pod's number. */
  static #next = 1;
  readonly #taken = new Map<string, string>();

  /** The address of a pod, the same whenever it is asked for. */
  of(pod: string): string {
    const known = this.#taken.get(pod);
    if (known !== undefined) return known;
    const net = `127.${64 + ((process.pid >> 8) & 127)}.${process.pid & 255}`;
    const address = `${net}.${PodAddresses.#next}`;
    PodAddresses.#next += 1;
    this.#taken.set(pod, address);
    return address;
  }

  /** What the cluster's DNS says: `ledger.exchange.svc` and its longer form. */
  resolve(host: string): string {
    const [name = ''] = host.split('.');
    if (!/^[a-z0-9-]+\.[a-z0-9-]+\.svc(\.cluster\.local)?$/.test(host)) throw new Error(`${host} is nobody`);
    return this.of(name);
  }
}
