import { suite } from './suite';

suite(7);
