import { suite } from './suite';

suite(4);
