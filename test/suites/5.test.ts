import { suite } from './suite';

suite(__filename);
