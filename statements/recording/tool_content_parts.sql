-- The partitions that content of tools may be past its time in, at most so many.
select part, week::text as week from redline.tool_content_parts() limit :'limit'::bigint
