-- Whether this login may COPY interactions into their tables, which only those may whom the tables'
-- row-level security does not bind.
select bool_and(
  not row_security_active(relation) and has_table_privilege(relation, 'insert')
) as may_copy
from unnest(array['redline.interaction', 'redline.tool_call']) as relation
