import { noNodeImage } from './refusals';

/** What makes clusters on this machine: nodes are containers of docker. */
export type Provider = 'kind' | 'k3d';

/**
 * Images of nodes by minor version of Kubernetes, pinned by digest. Each is an index for amd64 and arm64.
 * kind lists its own with each release, and asks to use exactly those (https://github.com/kubernetes-sigs/kind/releases/tag/v0.31.0);
 * those of k3s are on Docker Hub.
 */
const IMAGES: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  kind: {
    '1.33': 'kindest/node:v1.33.7@sha256:d26ef333bdb2cbe9862a0f7c3803ecc7b4303d8cea8e814b481b09949d353040',
    '1.34': 'kindest/node:v1.34.3@sha256:08497ee19eace7b4b5348db5c6a1591d7752b164530a36f855cb0f2bdcbadd48',
    '1.35': 'kindest/node:v1.35.0@sha256:452d707d4862f52530247495d180205e029056831160e22870e37e3f6c1ac31f',
  },
  k3d: {
    '1.33': 'rancher/k3s:v1.33.5-k3s1@sha256:fd4740667b7033055c27d424d0d2d660bf66cedbdb225d68e0eab6dd48aa0fd2',
    '1.34': 'rancher/k3s:v1.34.1-k3s1@sha256:5e0707cfd1239b358ef73f3254bc3eadc027dd30cd5ec6ca41e29e47652a1b8c',
  },
};

/** The image of nodes of a minor version such as `1.34`. @throws a version that there is none of */
export function nodeImage(provider: Provider, version: string): string {
  const images = IMAGES[provider];
  const image = Object.hasOwn(images, version) ? images[version] : undefined;
  if (image === undefined) throw noNodeImage(provider, version, Object.keys(images));
  return image;
}
