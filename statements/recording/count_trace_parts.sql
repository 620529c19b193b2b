-- How many parts of traces wait.
select count(*) as waiting from redline.trace_part
