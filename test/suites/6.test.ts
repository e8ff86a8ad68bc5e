import { suite } from './suite';

suite(6);
