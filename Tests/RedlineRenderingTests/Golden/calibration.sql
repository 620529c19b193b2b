select *, 0.018229::float8 as ece, 52 as total_count
from (values
    (0.8::float8, 12::bigint, -0.0004::float8),
    (0.9, 40, 0.0234567)
) as sample (bin_low, count, gap)
order by 1;
