import { suite } from './suite';

suite(5);
