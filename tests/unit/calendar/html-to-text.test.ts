import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlToText, limitText } from '../../../lib/calendar/html-to-text.ts';

describe('htmlToText', () => {
  test.each([
    ['plain text', 'plain text'],
    ['a<br>b<br/>c<BR />d', 'a\nb\nc\nd'],
    ['<p>one</p><p>two</p>', 'one\ntwo'],
    ['<div>one<div>two</div></div>three', 'one\ntwo\nthree'],
    ['a<br><br><br><br>b', 'a\n\nb'],
    ['<p>one</p>\r\n  <p>&nbsp;</p>\r\n<p>two</p>', 'one\ntwo'],
    ['<ul><li>one</li><li><p>two</p></li></ul>after', '- one\n- two\nafter'],
    ['a\n b\t\tc', 'a b c'],
    ['<b>bo</b>ld and <i>it</i>', 'bold and it'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['<pre>a\n  b</pre>', 'a\nb'],
    ['<o:p>office</o:p>', 'office'],
    ['', ''],
  ])('%j reads %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test('line ends count where both are mixed', () => {
    expect(htmlToText('one\ntwo\r\n\r\n<b>three</b>', { keepNewlines: true })).toBe('one\ntwo\n\nthree');
  });

  test.each([
    ['&lt;b&gt; &amp; &quot;x&quot; &apos;y&#39;', '<b> & "x" \'y\''],
    ['&eacute;&Uuml;&szlig;&ccedil; &euro;5 &ndash; &hellip;', 'éÜßç €5 – …'],
    ['&#233;&#xE9;&#x1F600;', 'éé😀'],
    ['&#146;&#151;', '’—'],
    ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
    // Decoded once, not twice.
    ['&amp;lt;script&amp;gt;', '&lt;script&gt;'],
    ['&unknown; &amp &constructor;', '&unknown; & &constructor;'],
    ['R&D & more; 5 &&', 'R&D & more; 5 &&'],
  ])('decodes %j to %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test.each([
    ['a<script>alert("</p>")</script>b', 'ab'],
    ['a<STYLE type="x">p{}</style >b', 'ab'],
    ['<head><title>T</title><style>x</style></head><body>b', 'b'],
    ['a<!-- <b>hidden</b> -->b', 'ab'],
    ['a<!--[if mso]><xml>x</xml><![endif]-->b', 'ab'],
    ['a<!doctype html>b<?xml version="1"?>c', 'abc'],
    ['a<script>never closed', 'a'],
    ['a<!-- never closed', 'a'],
    ['a<svg onload=alert(1)><text>x</text></svg>b', 'ab'],
  ])('drops what is not for reading: %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test.each([
    ['<a href="https://docs.example/1">Notes</a> here', 'Notes (https://docs.example/1) here'],
    ['<a href="https://docs.example/1">https://docs.example/1</a>', 'https://docs.example/1'],
    ['<a href="https://docs.example/">docs.example</a>', 'docs.example'],
    ["<a class=x href='https://docs.example/1?a=1&amp;b=2'>N</a>", 'N (https://docs.example/1?a=1&b=2)'],
    ['<a href=https://docs.example/1>N</a>', 'N (https://docs.example/1)'],
    ['<a href="https://docs.example/1"></a>', 'https://docs.example/1'],
    ['<a href="https://docs.example/1"><b>N</b> <i>M</i>', 'N M (https://docs.example/1)'],
    ['<a href="javascript:alert(1)">Click</a>', 'Click'],
    ['<a href="mailto:a@b.example">a@b.example</a>', 'a@b.example'],
    ['<a data-href="https://evil.example/">N</a>', 'N'],
    [
      '<a href="https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fdocs.example%2F1&amp;data=1">N</a>',
      'N (https://docs.example/1)',
    ],
  ])('keeps the address of a link: %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test.each([
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['Join <https://meet.google.com/abc-defg-hij> now', 'Join <https://meet.google.com/abc-defg-hij> now'],
    ['Jonas <jonas@startup.example>', 'Jonas <jonas@startup.example>'],
    ['a <3 b', 'a <3 b'],
    ['<p title="a > b">c</p>', 'c'],
    ["<p title=it's>c</p>", 'c'],
    ['<p title="never closed>c', '<p title="never closed>c'],
    ['a <b', 'a <b'],
    ['a </', 'a </'],
    ['a <', 'a <'],
  ])('tells text from tags: %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test('no control characters and no marks that turn the reading direction', () => {
    expect(htmlToText('a\u0000b\u202Ec&#8238;d\u0007')).toBe('abcd');
    expect(htmlToText('שלום <b>עולם</b>')).toBe('שלום עולם');
  });

  test('keeps 20,000 characters and never half of a pair', () => {
    expect(htmlToText(`<p>${'x'.repeat(30_000)}</p>`)).toHaveLength(20_000);
    const emoji = htmlToText(`a${'😀'.repeat(20_000)}`);
    expect(emoji).toHaveLength(19_999);
    expect(emoji.isWellFormed()).toBe(true);
    expect(limitText(`a${'😀'.repeat(20_000)}`)).toHaveLength(19_999);
  });

  test('whatever comes in, text comes out', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '=',
        '</',
        '<!--',
        '-->',
        '<a href=',
        '<script',
        '</script>',
        '&',
        '&#',
        ';',
        '<br>',
        '<p',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.boolean(), (pieces, keepNewlines) => {
        const text = htmlToText(pieces.join(''), { keepNewlines });
        expect(text.length).toBeLessThanOrEqual(20_000);
        expect(text).not.toMatch(/\n{3}/);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['open brackets', '<'.repeat(2_000_000)],
    ['open tags', '<a '.repeat(700_000)],
    ['open quotes', '<a href="'.repeat(200_000)],
    ['open comments', '<!--'.repeat(500_000)],
    ['open scripts', '<script>'.repeat(250_000)],
    ['equals signs', `<a ${'= '.repeat(1_000_000)}`],
    ['empty links', '<a href=https://x.example></a'.repeat(70_000)],
    ['ampersands', '&'.repeat(2_000_000)],
    ['blanks', ' '.repeat(2_000_000)],
    ['long names', `<${'a'.repeat(2_000_000)}`],
  ])('two million characters of %s come to an end', (_, html) => {
    // A quadratic way would take minutes, and the runner's own limit would end it.
    expect(htmlToText(html).length).toBeLessThanOrEqual(20_000);
  });
});

describe('limitText', () => {
  test('keeps text as it is, but for line ends at the rim and control characters', () => {
    expect(limitText('  <b>not markup</b> &amp;\r\nsecond\u0000 ')).toBe('<b>not markup</b> &amp;\nsecond');
  });
});
