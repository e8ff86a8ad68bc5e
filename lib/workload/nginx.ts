/** nginx without privileges, for amd64 and arm64. */
export const NGINX =
  'docker.io/nginxinc/nginx-unprivileged:1.31.3-alpine3.24@sha256:59ccf0943b0b8e8d9e6ea9039a39555730f544701a655c596f7df7d096c593f5';

/** A configuration of nginx that writes to `/tmp` only. @param http what stands in its block `http` beside that, indented by two spaces */
export function nginxConfiguration(http: string): string {
  return `pid /tmp/nginx.pid;
error_log stderr warn;
events {
  worker_connections 64;
}
http {
  access_log off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
${http}}
`;
}
