import { METRICS_PORT, SERVER_PORT } from './http-server';
import { NGINX, nginxConfiguration } from './nginx';
import type { ContainerProps } from './program';

/** What runs in place of an image, where the environment does without private ones. */
export function standInFor(image: string): Required<Pick<ContainerProps, 'image' | 'command'>> {
  return { image: NGINX, command: ['/bin/sh', '-c', standInScript(), image] };
}

/**
 * A server that answers every path on the ports of components, the kubelet's and Prometheus' questions too, and says whom it stands in
 * for (`$0`); with arguments, as jobs have them, it has nothing to do and is done.
 */
function standInScript(): string {
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
