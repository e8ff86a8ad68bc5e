import type { Rule } from '../rule';
import { HostOwner } from './host-owner';
import { mentions, servedHosts } from './hosts';

export const host: Rule = {
  id: 'isolation/host',
  title: 'No environment serves a host of another one, or sends its programs there',
  severity: 'error',
  rationale:
    "A program that talks to another environment's host brings its data there or takes it from there; two that serve one host take turns in answering (requirements A9 and A13).",
  requirements: ['A9', 'A13', 'B6', 'B8'],
  fix: "take the host from the cluster's facts: hostOf(name), which ends in its own domain",
  *check(world) {
    const { facts } = world;
    if (facts === undefined || facts.neighbours.length === 0) return;
    const served = world.objects.flatMap((object) => servedHosts(object.manifest).map((placed) => ({ object, ...placed })));
    const owner = new HostOwner(facts, new Set(served.map(({ text }) => text)));
    for (const { object, field, text } of served) {
      const environment = owner.ownerOf(text);
      if (environment !== undefined) yield { object, field, message: `is ${text}, a host of ${environment}` };
    }
    const domains = facts.neighbours.map(({ domain }) => domain.toLowerCase());
    for (const { object, field, text } of mentions(world)) {
      for (const name of hostsIn(text, domains)) {
        const environment = owner.ownerOfMentioned(name);
        if (environment !== undefined) yield { object, field, message: `names ${name}, a host of ${environment}` };
      }
    }
  },
};

const WORDS = /[a-z0-9.-]+/g;

/** The words in a text that may be hosts below one of the domains, each once. */
function hostsIn(text: string, domains: readonly string[]): Set<string> {
  const lower = text.toLowerCase();
  if (!domains.some((domain) => lower.includes(domain))) return new Set();
  const words = Array.from(lower.matchAll(WORDS)).filter(({ index }) => !isAddress(lower, index));
  return new Set(words.map(([word]) => word.replace(/^\.|\.$/g, '')));
}

/** Whether what stands in front makes it the address of somebody: `name@`, but not `https://name@`. */
function isAddress(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - LONGEST_NAME), index);
  return before.endsWith('@') && !/\/\/[^\s/]*@$/.test(before);
}

const LONGEST_NAME = 256;
