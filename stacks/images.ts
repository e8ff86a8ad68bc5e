/** Runs the programs of the stacks: Node and Git, for both architectures (docs/images.md). */
export const NODE_IMAGE = 'docker.io/library/node:22.23.2-bookworm@sha256:dd5847a04b0deee391fa145f1f4c6d214196668b6bcc7988ebed67249f226844';
