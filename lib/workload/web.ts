import type { Component } from '../tenancy/component';
import { HttpServer, type HttpServerProps } from './http-server';

/** What a frontend may be given: nothing secret, since browsers see what it knows. */
export type WebProps = Omit<HttpServerProps, 'secrets' | 'variables' | 'volumes' | 'mounts'> & {
  readonly variables: Readonly<Record<string, string>>;
};

/** A server of pages and files, which holds no secret and reaches no store (requirement A17). */
export class Web extends HttpServer {
  constructor(component: Component, props: WebProps) {
    super(component, 'Web', props);
  }
}
