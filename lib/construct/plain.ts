import type { k8s } from 'cdk8s-plus-28';

/**
 * The JSON of one of cdk8s-plus' typed objects: its fields and documentation, with quantities, ports and dates as
 * Kubernetes writes them. Only types are imported: the classes behind them cost 60 ms at start and drop unknown fields.
 */
export type Plain<T> = T extends k8s.Quantity | k8s.IntOrString
  ? string | number
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? { readonly [Key in keyof T as Spelled<Key>]: Plain<T[Key]> }
        : T;

/** Field names that cdk8s-plus spells otherwise than the API. */
interface Spelling {
  clientIp: 'clientIP';
  clusterIp: 'clusterIP';
  downwardApi: 'downwardAPI';
  hostIp: 'hostIP';
  hostIpc: 'hostIPC';
  hostPid: 'hostPID';
  loadBalancerIp: 'loadBalancerIP';
  nonResourceUrLs: 'nonResourceURLs';
  setHostnameAsFqdn: 'setHostnameAsFQDN';
}

type Spelled<Key> = Key extends keyof Spelling ? Spelling[Key] : Key;
