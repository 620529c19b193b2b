-- Parts of conversations that wait are compressed by LZ4 where the server has it: they are written
-- and read again within seconds, and PostgreSQL's own method took longer than all else of that.

do $$
begin
  alter table redline.trace_part alter column part set compression lz4;
exception when feature_not_supported then
  null;
end
$$;
