set timezone = 'UTC';
select *
from (values
    (
        json_build_array(date '2026-11-01', 'gpt-4o')::text, 1234::bigint, 5::float8 / 6,
        285::float8, 1234.5::float8, 2 / (285::float8 / 60), 1048576::bigint,
        timestamptz '2026-11-01 23:59:59.123456Z', jsonb '{"/total": 12.5}'
    ),
    ('["2026-11-02", null]', 6, 1, 12.25, 340, 1e-5, null, null, jsonb '"a\nb"')
) as sample (
    "day,model", workflows, untouched_rate, editing_seconds_p50, processing_ms_p95,
    edits_per_minute, length, last_seen, example
)
order by 1;
