import { type Answer, type Connection, connectionPicture, Membrane, type Picture, waysIn, wholePicture } from '../../lib';
import type { Decided } from './decided';
import { type AskedEnds, endsOf } from './end';

/** The connections that were asked for and nothing else. Where no end was named, all workloads. */
export function pictureOf(found: Iterable<Connection>, { subject, reachability }: Decided, asked: AskedEnds): Picture {
  const membrane = new Membrane(reachability, subject.objects);
  return connectionPicture(subject.name, membrane, found, workloadsIn(reachability, asked));
}

/** The same with what leads to them, though its pods are not among the objects. */
export function wholePictureOf(found: Iterable<Connection>, { subject, reachability }: Decided, asked: AskedEnds, answer: Answer): Picture {
  const membrane = new Membrane(reachability, subject.objects);
  const all = [...found, ...waysIn(membrane, answer, endsOf(asked))];
  return wholePicture(subject.name, membrane, all, workloadsIn(reachability, asked));
}

function workloadsIn({ workloads }: Decided['reachability'], { from, to }: AskedEnds): Iterable<string> {
  return (from ?? to) ? [] : workloads.keys();
}
