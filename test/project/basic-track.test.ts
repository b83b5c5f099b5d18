import { lessons } from '../../src/course/registry.ts';
import { gradeReferences } from '../support/references.ts';
import { gradeSkeletons } from '../support/skeletons.ts';

const basic = lessons.filter(({ id }) => id < '10');
gradeReferences(basic);
gradeSkeletons(basic);
