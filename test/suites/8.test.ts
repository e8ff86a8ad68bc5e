import { suite } from './suite';

suite(8);
