import type { Component } from '../tenancy/component';
import { HttpServer, type HttpServerProps } from './http-server';

/** A governed API: a server that holds credentials and reaches stores (requirement A18). */
export class Api extends HttpServer {
  constructor(component: Component, props: HttpServerProps) {
    super(component, 'Api', props);
  }
}
