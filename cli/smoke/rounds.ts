import type { HttpCheck, TcpCheck, WorkloadCheck } from '../../lib';
import type { Kubectl } from '../cluster/target';
import type { Round } from './asking';
import { forwarded, type NotForwarded } from './forwarding';
import { httpAnswer } from './http-answer';
import type { Answer, Question } from './question';
import { tcpAnswer } from './tcp-answer';
import { workloadAnswer } from './workload-answer';

/** Rounds inside the cluster: one for each port of a Service, and one for each workload. */
export function insideRounds(kubectl: Kubectl, questions: readonly Question[]): Round[] {
  const groups = new Map<string, Question[]>();
  for (const question of questions) {
    const { component, namespace, check } = question;
    const key = `${namespace}/${component}:${check.kind === 'workload' ? '' : check.port}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [question]);
    else group.push(question);
  }
  return [...groups.values()].map((group) => ({
    questions: group,
    ask: (open, signal) =>
      group[0]?.check.kind === 'workload'
        ? Promise.all(open.map((question) => workloadAnswer(kubectl, question, question.check as WorkloadCheck)))
        : throughService(kubectl, open, signal),
  }));
}

/** All questions to one port by one forwarding. */
async function throughService(kubectl: Kubectl, questions: readonly Question[], signal: AbortSignal): Promise<readonly Answer[]> {
  const [{ component, namespace, check }] = questions as [Question];
  const target = { namespace, service: component, port: (check as HttpCheck | TcpCheck).port };
  const start = performance.now();
  const answers: Answer[] = [];
  const { broken } = await forwarded(kubectl, target, async (port, ended) => {
    const over = AbortSignal.any([signal, ended]);
    for (const question of questions) {
      if (over.aborted) break;
      answers.push(await answerTo(question, port, over));
    }
    // What a pod refuses, kubectl says a moment after it has dropped the connection.
    if (answers.some(({ state, found }) => state !== 'met' && !found.startsWith('status '))) await moment(over);
  });
  if (broken === undefined) return answers;
  const failure = asAnswer(broken, Math.round(performance.now() - start));
  return questions.map((_, index) => (answers[index]?.state === 'met' ? (answers[index] as Answer) : failure));
}

function answerTo({ component, namespace, check }: Question, port: number, signal: AbortSignal): Promise<Answer> {
  if (check.kind !== 'http') return tcpAnswer(port, signal);
  const address = { isEncrypted: false, host: '127.0.0.1', port, name: `${component}.${namespace}.svc` };
  return httpAnswer(address, check.path, check.expect, signal);
}

const MOMENT = 1_000;

function moment(over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, MOMENT);
    over.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

function asAnswer({ isFailure, isFinal, why }: NotForwarded, milliseconds: number): Answer {
  return { state: isFailure ? 'failed' : 'unasked', found: why, milliseconds, ...(isFinal && { isFinal }) };
}

/** What is asked in place of the hosts themselves, and whom it may be certified by. */
export interface OutsideWay {
  readonly edge?: URL;
  readonly authorities?: string;
}

/** Rounds from outside: one for each question, to the public host. */
export function outsideRounds(questions: readonly Question[], { edge, authorities }: OutsideWay): Round[] {
  return questions.map((question) => ({
    questions: [question],
    ask: async (open, signal) => Promise.all(open.map((each) => fromOutside(each.check as HttpCheck, edge, authorities, signal))),
  }));
}

function fromOutside(
  { host = '', path, expect }: HttpCheck,
  edge: URL | undefined,
  authorities: string | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const isEncrypted = edge?.protocol !== 'http:';
  const address = {
    isEncrypted,
    host: edge?.hostname.replace(/^\[|\]$/g, '') ?? host,
    port: Number(edge?.port || (isEncrypted ? 443 : 80)),
    name: host,
    ...(authorities !== undefined && { authorities }),
  };
  return httpAnswer(address, path, expect, signal);
}
