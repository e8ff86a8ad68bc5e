import { clusterLine, kubectlLine, placeOf } from '../../cli/drift/hint';

const HERE = { context: 'kind-local', server: 'https://127.0.0.1:6443', isLocal: true };
const ELSEWHERE = { context: 'admin@stage', server: 'https://api.stage.kfm.example.org:6443', isLocal: false };

describe('a line to copy', () => {
  test.each([
    ['of kubectl names its context', kubectlLine(HERE, 'get nodes'), 'kubectl --context kind-local get nodes'],
    [
      'of this project names environment and context',
      clusterLine(placeOf('local', HERE), 'label'),
      'npm run cluster -- label --env local --context kind-local',
    ],
    [
      'for a cluster elsewhere names its host as well',
      clusterLine(placeOf('stage', ELSEWHERE), 'label'),
      'npm run cluster -- label --env stage --context admin@stage --remote api.stage.kfm.example.org',
    ],
    [
      'quotes what a shell would take apart',
      kubectlLine({ context: "it's; mine" }, 'get nodes'),
      "kubectl --context 'it'\\''s; mine' get nodes",
    ],
  ])('%s', (_name, line, expected) => {
    expect(line).toBe(expected);
  });
});
