import { suite } from './suite';

suite(2);
