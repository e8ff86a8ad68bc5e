/** The peer of a small program: stock cdk8s with three small charts, run by tsx. Argument: output folder. */
import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';

const app = new App({ outdir: process.argv[2] as string });
for (const name of ['api', 'ui', 'store']) {
  const chart = new Chart(app, name);
  const labels = { app: name };
  new k8s.KubeDeployment(chart, 'deployment', {
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name, image: `example.org/${name}:1` }] } },
    },
  });
  new k8s.KubeService(chart, 'service', { metadata: { name }, spec: { selector: labels, ports: [{ port: 80 }] } });
}
app.synth();
