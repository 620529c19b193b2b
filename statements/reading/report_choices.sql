-- What reports can be narrowed to: the document types and the models of a period.
select dimension, value
from redline.rollup_review
where dimension in ('document_type', 'model')
  and value is not null
  and day >= :'from'::date and day < :'to'::date
group by dimension, value
having sum(revisions) > 0
order by dimension, value collate "C"
