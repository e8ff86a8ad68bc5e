// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's expressions look so
import { jsonText, literal } from '../../stacks/text';

test.each([
  ['an expression', 'a ${b}', 'a $${b}'],
  ['a directive', 'a %{b}', 'a %%{b}'],
  ['an escaped expression', '$${b}', '$$${b}'],
  ['a dollar and a percent alone', '$5 {100%}', '$5 {100%}'],
])('a text with %s is taken as it is', (_, text, expected) => {
  expect(literal(text)).toBe(expected);
});

test('keys of JSON are in order, lists as they are', () => {
  expect(jsonText({ b: [{ d: 1, c: 2 }, 'a'], a: null })).toBe(
    '{\n  "a": null,\n  "b": [\n    {\n      "c": 2,\n      "d": 1\n    },\n    "a"\n  ]\n}\n',
  );
});
