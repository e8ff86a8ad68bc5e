import { Refusal, type SecretRef } from '../../lib';

/** Messages of `rotate`. */

export function onlySecretsRotate(what: string): Refusal {
  return new Refusal(`rotate ${what}: expected "secrets"; certificates of stores and sealing keys renew by themselves`);
}

export function noSuchSecret(environment: string, name: string, best: string | undefined, known: readonly string[]): Refusal {
  const hint = best === undefined ? `there are ${known.join(', ')}` : `did you mean ${best}?`;
  return new Refusal(`--only ${name}: ${environment} has no Secret of that name; ${hint}; nothing was written`);
}

export function comesFromOutside(environment: string, name: string, origin: string): Refusal {
  return new Refusal(
    `--only ${name}: no value of it is made at random; it takes ${origin}, and npm run seal -- --env ${environment} …; nothing was written`,
  );
}

export function madeInTheCluster(environment: string, ways: readonly string[]): Refusal {
  return new Refusal(
    [
      `${environment} has mock secrets, whose values are made in its cluster and are in no file; delete them there with the Job that made them, and seeding makes both anew:`,
      ...ways.map((line) => `  ${line}`),
    ].join('\n'),
  );
}

/** How mock secrets of a cluster get new values. Terraform makes a Job again only if it is gone. */
export function mockLines(environment: string, context: string, mocks: readonly SecretRef[]): string[] {
  const kubectl = `kubectl --context ${context} --namespace`;
  const namespaces = [...new Set(mocks.map(({ namespace }) => namespace))];
  const deletions = namespaces.map((namespace) => {
    const names = mocks.filter((mock) => mock.namespace === namespace).map(({ name }) => name);
    return `${kubectl} ${namespace} delete secret ${names.join(' ')}`;
  });
  return [...deletions, `${kubectl} seed delete job/mock-secrets --ignore-not-found`, `npm run cluster -- seed --env ${environment}`];
}

export function nothingToRotate(environment: string): Refusal {
  return new Refusal(`${environment} has no sealed Secret with a value that is made at random; there is nothing to rotate here`);
}

export function noSealedFile(file: string, secret: string): Refusal {
  return new Refusal(`${file}: is not there, and ${secret} is expected in it; move its ciphertext there, then rotate; nothing was written`);
}

export function keyNotInFile(file: string, key: string): Refusal {
  return new Refusal(`${file}: has no key ${key} to replace, and the class does; run this again on a tree at rest; nothing was written`);
}
