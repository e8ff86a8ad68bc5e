/** The peer: stock cdk8s, one chart a component, `app.synth()`. Arguments: components, objects a chart, output folder. */
import { ApiObject, App, Chart } from 'cdk8s';
import { componentObjects } from './objects';

const [components, objectsPerChart, outdir] = process.argv.slice(2);
const app = new App({ outdir: outdir as string });
const perChart = Number(objectsPerChart);
let chart: Chart | undefined;
let objects = 0;
for (let index = 0; index < Number(components); index++) {
  for (const [position, object] of componentObjects(index).entries()) {
    if (chart === undefined || objects % perChart === 0) chart = new Chart(app, `chart-${objects}`);
    new ApiObject(chart, `${index}-${position}`, object);
    objects++;
  }
}
app.synth();
process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
