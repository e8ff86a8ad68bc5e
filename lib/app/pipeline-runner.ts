import type { Platform } from '../tenancy/component';
import { PipelineWorker, type PipelineWorkerProps } from './pipeline-worker';

/** Runs the pipelines that bring data in. */
export class PipelineRunner extends PipelineWorker {
  constructor(scope: Platform, props: PipelineWorkerProps) {
    super(scope, 'pipeline-runner', props);
  }
}
