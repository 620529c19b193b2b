-- Removes content of tools past its time from a partition.
select removed, freed_bytes from redline.remove_tool_content(:'part'::text)
