import { suite } from './suite';

suite(3);
