/** Somebody that a text names: a Service of the cluster, or a host by the name that it has outside. */
export type Address = { readonly service: string; readonly namespace: string } | { readonly host: string };

/** `name.namespace.svc`, with or without what stands around it. */
const SERVICE = /(?<![a-z0-9.-])(?:[a-z0-9-]+\.)??([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?![a-z0-9-])/g;

/** The host of a URL of a protocol that is called over the network. */
const URL_HOST =
  /\b(?:https?|wss?|grpcs?|tcp|rediss?|postgres(?:ql)?|amqps?|ldaps?|mongodb|mysql|nats|kafka):\/\/(?:[^\s/@"'<>]*@)?([a-z0-9.-]+)/gi;

/** `no_proxy` and its kind: told of, but not in order to be called. */
const LISTS = /^no_proxy$/i;

/**
 * Everybody that a setting names.
 * @param own namespace of the pod that is told, where a name without dots is looked up first
 * @param namespaces those of the cluster, so that `name.namespace` is a Service as well
 */
export function addressesIn(text: string, name: string, own: string, namespaces: ReadonlySet<string>): Address[] {
  if (LISTS.test(name)) return [];
  const services = [...text.matchAll(SERVICE)].map(([, service = '', namespace = '']) => ({ service, namespace }));
  const hosts = [...text.matchAll(URL_HOST)].flatMap(([, host = '']) => addressOf(host.toLowerCase().replace(/\.+$/, ''), own, namespaces));
  return [...services, ...hosts];
}

/** Of hosts that end in `.svc` the whole text has told already. */
function addressOf(host: string, own: string, namespaces: ReadonlySet<string>): Address[] {
  const labels = host.split('.');
  const [first = '', second = ''] = labels;
  if (host === '' || host === 'localhost' || labels.includes('svc') || labels.every((label) => /^\d*$/.test(label))) return [];
  if (labels.length === 1) return own === '' ? [] : [{ service: first, namespace: own }];
  if (labels.length === 2 && namespaces.has(second)) return [{ service: first, namespace: second }];
  return [{ host }];
}
