-- Of whom nothing may be recorded: they are being erased, or were and are refused since.
select owner, is_under_way from redline.refused_owners(:'owner'::text[])
