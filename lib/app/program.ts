import { imageReference, type Release } from '../release/release';
import type { Platform } from '../tenancy/component';
import { METRICS_PORT, SERVER_PORT } from '../workload/http-server';
import { NGINX, nginxConfiguration } from '../workload/nginx';
import type { ContainerProps } from '../workload/program';

/** What runs of a component: its released image, or a stand-in for it where the environment does without private images. */
export function programOf(scope: Platform, component: string, release: Release): Pick<ContainerProps, 'image' | 'command'> {
  const image = imageReference(scope.catalogue.component(component).image, release);
  return scope.traits.programs === 'stand-ins' ? { image: NGINX, command: ['/bin/sh', '-c', standInScript(), image] } : { image };
}

/**
 * A server that answers every path on the ports of components, the kubelet's and Prometheus' questions too, and says whom it stands in
 * for (`$0`); with arguments, as jobs have them, it has nothing to do and is done.
 */
export function standInScript(): string {
  const configuration = nginxConfiguration(`  default_type text/plain;
  server {
    listen ${SERVER_PORT};
    listen ${METRICS_PORT};
    location = /metrics {
      return 200 "stand_in 1\\n";
    }
    location / {
      return 200 "stands in for $0\\n";
    }
  }
`);
  return `test $# -eq 0 || exit 0
cat > /tmp/nginx.conf <<END
${configuration}END
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
`;
}
