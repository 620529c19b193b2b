select name, value, checked, n
from (values
    (1, 'comma', 'a,b', null::boolean, 3::numeric),
    (2, 'quotes', 'say "hi"', null, 8),
    (3, 'lines', E'one\ntwo\r\nthree', null, 14),
    (4, 'markup', '<b>&amp;</b> | *x* _y_ a_b `c` [d](e) $1 $2 ~f~', null, 47),
    (5, 'escape', E'\u001B[31mred\u0007\u009B1m', null, 12),
    (6, 'emoji', E'\U0001F469\u200D\U0001F469\u200D\U0001F467 \U0001F44D\U0001F3FD'
        || E' \U0001F1EB\U0001F1F7 \u2714\uFE0F ok', null, 17),
    (7, 'cjk', '発注書 第12号', null, 8),
    (8, 'rtl', 'فاتورة رقم ٧', null, 12),
    (9, 'override', E'a\u202Ecba', null, 5),
    (10, 'combining', E'Zoe\u0308 nai\u0308ve', null, 11),
    (11, 'blanks', '  two  ', null, 7),
    (12, 'backslash', 'C:\temp\.', null, 9),
    (13, 'end of copy', '\.', null, 2),
    (14, 'empty', '', null, 0),
    (15, 'null', null, false, null),
    (16, 'huge', 'NULL', true, 123456789012345678901234567890),
    (17, 'not a number', 'NaN', true, 'NaN')
) as sample (ordinal, name, value, checked, n)
order by ordinal;
